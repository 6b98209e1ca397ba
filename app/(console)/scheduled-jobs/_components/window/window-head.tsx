"use client";

import Link from "next/link";
import { useActionState, useState } from "react";
import type { ScheduleRow } from "#lib/schedules/row.ts";
import { ButtonLink } from "../../../../_ui/button.tsx";
import { Deed } from "../../../../_ui/deed.tsx";
import { Icon } from "../../../../_ui/icon.tsx";
import { useShortcut } from "../../../../_ui/shortcuts.tsx";
import { Strip } from "../../../../_ui/strip.tsx";
import { Tabs } from "../../../../_ui/tabs.tsx";
import { Time } from "../../../../_ui/time.tsx";
import { onTicked } from "../../actions.ts";
import { logHref, TABS, windowHref, type Tab } from "../address.ts";
import { LastRun } from "../last-run.tsx";
import { tickedOf } from "../ticked-of.ts";
import { Became, type TickedAnswer } from "../ticked-answer.tsx";
import { useAsked } from "../use-asked.tsx";
import { useRows } from "../use-rows.ts";

type Props = {
  rows: ScheduleRow[];
  since: string;
  tab: Tab;
  list: string;
  query: string;
};

const TAB_WORDS: Record<Tab, string> = {
  information: "Information",
  scheduling: "Scheduling",
  executions: "Latest executions",
};

/** Which job it is, how its last run went, what can be done at once, and the tabs. */
export function WindowHead({ rows, since, tab, list, query }: Props) {
  const [row] = useRows(rows, since);
  if (!row) return null;
  const at = row.lastRun && (row.lastRun.startedAt ?? row.lastRun.createdAt);
  return (
    <>
      <header>
        <div className="names">
          <p className="crumbs">
            Scheduled job in {row.domain ? row.domain.name : "the installation"}
          </p>
          <h2 id="window-title">{row.identifier}</h2>
          <p className="soft">{row.description}</p>
        </div>
        <div className="rt">
          {row.lastRun && (
            <LogButton
              href={logHref(row.lastRun.id, windowHref(row.id, tab, query))}
              unread={row.unreadLines > 0}
            />
          )}
          <Deeds row={row} />
          <Link className="x" href={list} scroll={false} prefetch={false} aria-label="Close">
            <Icon name="x" size={16} />
          </Link>
        </div>
      </header>
      <div className="state">
        <LastRun run={row.lastRun} />
        {at && (
          <span className="soft">
            <Time at={at} form="moment" />
          </span>
        )}
        {row.failuresInARow > 1 && <b>{row.failuresInARow} failures in a row</b>}
        {tab !== "executions" && row.strip.length > 0 && (
          <span className="e desk">
            <Strip runs={row.strip} />
          </span>
        )}
      </div>
      <Tabs
        label="Scheduled job"
        tabs={TABS.map((each) => ({
          href: windowHref(row.id, each, query),
          label: TAB_WORDS[each],
          current: each === tab,
        }))}
      />
    </>
  );
}

function LogButton({ href, unread }: { href: string; unread: boolean }) {
  return (
    <ButtonLink href={href} keys="o">
      {unread && <Icon name="logfull" size={14} label="Unread lines" />}
      Log
    </ButtonLink>
  );
}

/** Start it, or stop it while it is under way; the answer stands under the head. */
function Deeds({ row }: { row: ScheduleRow }) {
  const [state, send] = useActionState(onTicked, undefined);
  const [dismissed, setDismissed] = useState<typeof state>();
  const job = tickedOf(row);
  const { dialog, ask } = useAsked({ startable: [], running: [job] });
  useShortcut("o", "Open the log", () => click(".rt a[aria-keyshortcuts=o]"));
  useShortcut("r", "Run it now", () => click(".rt [value=run]"));
  const answer = state?.ok && state !== dismissed ? (state.value as TickedAnswer) : undefined;
  return (
    <form action={send} onSubmit={ask} className="inline-form">
      <input type="hidden" name="scheduleIds" value={row.id} />
      {job.alive && job.mayStop && (
        <Deed deed="stop" pending="Stopping…">
          Stop
        </Deed>
      )}
      {!job.alive && job.mayRun && (
        <Deed deed="run" pending="Starting…" keys="r">
          Run now
        </Deed>
      )}
      {dialog}
      <div role="status" className="told">
        {answer && <Became answer={answer} onDismiss={() => setDismissed(state)} />}
        {state?.ok === false && <p className="err">{state.message}</p>}
      </div>
    </form>
  );
}

/** Under a log the window rests. */
function click(selector: string) {
  if (document.querySelector("dialog.logw")) return;
  document.querySelector<HTMLElement>(`dialog.win ${selector}`)?.click();
}
