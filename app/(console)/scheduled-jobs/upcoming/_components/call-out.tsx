import Link from "next/link";
import type { CSSProperties } from "react";
import type { Mark } from "#lib/schedules/mark.ts";
import { Icon } from "../../../../_ui/icon.tsx";
import { windowHref } from "../../_components/address.ts";
import { shareOf } from "./lane-cursor.ts";
import { RunIt } from "./run-it.tsx";
import { detailOf, faceOf, whenOf, type Span } from "./mark-words.ts";

type Props = {
  mark: Mark;
  span: Span;
  identifier: string;
  scheduleId: string;
  mayRun: boolean;
};

/** Due times of which nothing came. */
const LOST = new Set<Mark["kind"]>(["missed", "skipped-running"]);

/** The words of the mark under the pointer or the keyboard, and where they lead. */
export function CallOut({ mark, span, identifier, scheduleId, mayRun }: Props) {
  const { icon, tone, label } = faceOf(mark);
  const share = shareOf(mark.at, span);
  const detail = detailOf(mark, span);
  // Beyond the middle it hangs to the left, so that it never leaves the window.
  const isLeft = share > 0.5;
  const off = `${(isLeft ? 1 - share : share) * 100}%`;
  return (
    <div className={isLeft ? "call to-left" : "call"} style={{ "--off": off } as CSSProperties}>
      <b>
        <Icon name={icon} size={15} className={`i ${tone}`} />
        <span>
          {identifier}, {whenOf(mark, span)}: {label}
        </span>
      </b>
      {detail && <p>{detail}</p>}
      <div className="a">
        {mayRun && LOST.has(mark.kind) && <RunIt scheduleId={scheduleId} identifier={identifier} />}
        {mark.runId && (
          <Link className="link" href={`/process-tracker/${mark.runId}`} prefetch={false}>
            {mark.kind === "skipped-running" ? "The run in its way" : `Run #${mark.runId}`}
          </Link>
        )}
        <Link className="link" href={windowHref(scheduleId, "scheduling")} prefetch={false}>
          Its plan
        </Link>
      </div>
    </div>
  );
}
