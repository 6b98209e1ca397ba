import type { ReactNode } from "react";
import { Icon } from "../../_ui/icon.tsx";
import { Clock } from "./clock.tsx";
import { DomainPick } from "./domain-pick.tsx";
import { Bell, type Figures } from "./figures.tsx";

type Props = {
  domains: string[];
  environment: string;
  figures: Figures;
  nightline: ReactNode;
  person: ReactNode;
};

/** Over every page: which domain, which installation, how the night goes, what time it is, what is new, who one is. */
export function TopBar({ domains, environment, figures, nightline, person }: Props) {
  return (
    <header>
      <button type="button" className="phone burger" popoverTarget="menu" aria-label="Menu">
        <Icon name="menu" size={20} />
      </button>
      <DomainPick domains={domains} />
      <span className="env desk">{environment}</span>
      {nightline}
      <Clock />
      <div className="tools">
        <Bell {...figures} />
        {person}
      </div>
    </header>
  );
}
