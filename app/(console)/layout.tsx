import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { canSomewhere, type Viewer } from "#lib/access/viewer.ts";
import { COUNT_CAPS } from "#lib/shell/counts.ts";
import { readShell } from "#lib/shell/read.ts";
import { VERSION } from "#lib/shell/version.ts";
import { currentViewer } from "../_server/viewer.ts";
import { ClockProvider } from "../_ui/clock.tsx";
import { Flash } from "../_ui/flash.tsx";
import { parseFlash } from "../_ui/parse-flash.ts";
import { readPreferences } from "../_ui/preferences.ts";
import { Help, PageKey } from "./_shell/help.tsx";
import { Nav } from "./_shell/nav.tsx";
import { Nightline } from "./_shell/nightline.tsx";
import { NoWorker } from "./_shell/no-worker.tsx";
import { PAGES, type PageGroup } from "./_shell/pages.ts";
import { PersonEntries, PersonMenu } from "./_shell/person.tsx";
import { TopBar } from "./_shell/top-bar.tsx";

/** Draws the shell and decides nothing: each page asks for its viewer and its rights itself. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
  if (!viewer) return <main id="main">{children}</main>;
  const jar = await cookies();
  const preferences = readPreferences(jar);
  const shell = await readShell(viewer);
  const groups = pagesFor(viewer);
  const figures = { counts: shell.counts, caps: COUNT_CAPS };
  const entries = <PersonEntries preferences={preferences} />;
  return (
    <ClockProvider zone={viewer.timeZone} style={preferences.times} now={shell.now}>
      <a className="skiplink btn" href="#main">
        Skip to content
      </a>
      <div className="shell">
        <Nav groups={groups} figures={figures}>
          {entries}
        </Nav>
        <TopBar
          domains={viewer.domains.map((domain) => domain.name)}
          environment={shell.environment}
          figures={figures}
          nightline={
            <Nightline
              figures={shell.nightline}
              now={shell.now}
              zone={viewer.timeZone}
              plans={canSomewhere(viewer, "schedules.view")}
            />
          }
          person={<PersonMenu name={viewer.name} email={viewer.email} preferences={preferences} />}
        />
        <main id="main" tabIndex={-1}>
          {shell.silence && <NoWorker since={shell.silence.since} />}
          <Flash message={parseFlash(jar.get("flash")?.value)} />
          {children}
        </main>
        <footer>Nightshift {VERSION}</footer>
      </div>
      {groups
        .flatMap(({ pages }) => pages)
        .map(
          (page) =>
            page.key && (
              <PageKey key={page.href} keys={`g ${page.key}`} label={page.label} href={page.href} />
            ),
        )}
      <Help />
    </ClockProvider>
  );
}

function pagesFor(viewer: Viewer): PageGroup[] {
  return PAGES.map((group) => ({
    ...group,
    pages: group.pages.filter(
      (page) => page.permission === undefined || canSomewhere(viewer, page.permission),
    ),
  })).filter((group) => group.pages.length > 0);
}
