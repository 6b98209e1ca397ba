import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "../../_ui/icon.tsx";
import { Clock } from "./clock.tsx";
import { DomainPick } from "./domain-pick.tsx";

type Props = {
  domains: string[];
  environment: string;
  /** "3", "99+"; null without unread notices. */
  unread: string | null;
  nightline: ReactNode;
  person: ReactNode;
};

/** Over every page: which domain, which installation, how the night goes, what time it is, what is new, who one is. */
export function TopBar({ domains, environment, unread, nightline, person }: Props) {
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
        <Link
          href="/notices"
          prefetch={false}
          aria-label={unread ? `Notices, ${unread} unread` : "Notices"}
        >
          <Icon name="bell" size={16} />
          {unread}
        </Link>
        {person}
      </div>
    </header>
  );
}
