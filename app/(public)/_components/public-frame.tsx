import type { ReactNode } from "react";
import { Icon } from "#app/_ui/icon.tsx";
import { environmentName, version } from "#lib/shell/about.ts";
import { NightHorizon } from "./night-horizon.tsx";
import "./public.css";

/** What a visitor sees before he has signed in: the name, one form, the night. No figures of the installation. */
export function PublicFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <a className="skiplink btn" href="#main">
        Skip to content
      </a>
      <div className="public">
        <header className="brand">
          <Icon name="mark" />
          Nightshift
        </header>
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <NightHorizon />
        <footer>
          <span>{environmentName()}</span>
          <span className="e">Nightshift {version()}</span>
        </footer>
      </div>
    </>
  );
}
