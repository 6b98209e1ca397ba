import clsx from "clsx";
import type { RunRow } from "#lib/runs/row.ts";
import { STATUS } from "#lib/runs/status.ts";
import { Time } from "../../../_ui/time.tsx";
import { repeatsTallies } from "./tally-words.ts";

/** A deferred run that has been tried before waits for its next attempt. */
export const isRetry = ({ status, attempt }: Pick<RunRow, "status" | "attempt">) =>
  status === "deferred" && attempt > 0;

/** The second line under the name: why it waits or failed, or what it does. A reason is in ink, a description in grey. */
export function Why({ run }: { run: RunRow }) {
  const { status, message, waits, startAt } = run;
  if (status === "queued" && waits) {
    return (
      <Line reason title={waits.reason}>
        <b>Waits:</b> {waits.reason}
      </Line>
    );
  }
  if (status === "deferred" && !isRetry(run) && startAt) {
    return (
      <Line>
        Held back until <Time at={startAt} form="short" />
      </Line>
    );
  }
  if (status === "stopping")
    return (
      <Line reason title={run.stopMeaning}>
        {run.stopMeaning}
      </Line>
    );
  if (status === "interrupted") {
    return (
      <Line title={message ?? undefined}>
        <b>Worker lost.</b> {message}
      </Line>
    );
  }
  const said = wordsOf(run);
  if (!said) return null;
  // On the phone the tallies have no column of their own.
  const repeated =
    STATUS[status].tone === "ok" || STATUS[status].tone === "warn"
      ? repeatsTallies(run, said)
      : false;
  return (
    <Line reason={status === "failed" || isRetry(run)} title={said} phone={repeated}>
      {said}
    </Line>
  );
}

function wordsOf({
  status,
  message,
  errorMessage,
  stepTitle,
  settledReason,
  stopReason,
}: RunRow): string | null {
  if (status === "failed") return firstLine(errorMessage ?? message);
  if (status === "running") return message ?? stepTitle;
  if (status === "settled" && settledReason) return `Set to done: “${settledReason}”`;
  if (stopReason && (status === "stopped" || status === "cancelled"))
    return `${message ?? "Stopped"}: “${stopReason}”`;
  return firstLine(message);
}

const firstLine = (text: string | null) => text?.split("\n", 1)[0] ?? null;

type LineProps = { reason?: boolean; phone?: boolean; title?: string; children: React.ReactNode };

function Line({ reason = false, phone = false, title, children }: LineProps) {
  return (
    <span className={clsx("two", reason && "say", phone && "phone")} title={title}>
      {children}
    </span>
  );
}
