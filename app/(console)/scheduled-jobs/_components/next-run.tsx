"use client";

import { relative } from "#lib/text/dates.ts";
import type { ScheduleRow } from "#lib/schedules/row.ts";
import { useTicking } from "../../../_ui/clock.tsx";
import { Icon } from "../../../_ui/icon.tsx";
import { Time } from "../../../_ui/time.tsx";

type Props = { row: ScheduleRow };

/** When it starts next by itself, first as people say it, then exactly; or why it does not. */
export function NextRun({ row }: Props) {
  if (row.paused) return <Paused paused={row.paused} />;
  if (!row.nextRun)
    return (
      <>
        <span className="nil">–</span>
        <span className="two">manual only</span>
      </>
    );
  const { at, shifted, said } = row.nextRun;
  return (
    <>
      <Until at={at} />
      <span className="two" title={said ?? undefined}>
        {shifted && <Icon name="shift" size={12} className="shift" />}
        <Time at={at} form="short" />
        {shifted && " · clock change"}
      </span>
    </>
  );
}

function Paused({ paused }: { paused: NonNullable<ScheduleRow["paused"]> }) {
  const why = [paused.by && `by ${paused.by}`, paused.reason].filter(Boolean).join(": ");
  return (
    <>
      <span className="cut">
        Paused
        {paused.until && (
          <>
            {" "}
            until <Time at={paused.until} form="short" />
          </>
        )}
      </span>
      <span className="two" title={why}>
        {why}
      </span>
    </>
  );
}

/** "in 3 min"; "due now" from then until the scheduler has decided. */
function Until({ at }: { at: string }) {
  const date = new Date(at);
  const text = useTicking((now, { zone }) => (date <= now ? "due now" : relative(date, now, zone)));
  return <span className="cut">{text}</span>;
}
