import { sql } from "drizzle-orm";
import { appNowOnce } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import type { JudgedRow } from "./end-rows.ts";

/** Writes what was decided about runs, with the last of their progress, in one statement. */
export async function writeEnds(tx: Tx, judged: JudgedRow[]): Promise<void> {
  await tx.execute(sql`
    update runs as r set status = v.status, message = v.message,
      ended_at = case when v."retryInSeconds" is null then ${appNowOnce} end, updated_at = ${appNowOnce},
      start_at = coalesce(${appNowOnce} + v."retryInSeconds" * interval '1 second', r.start_at),
      error_code = v."errorCode", error_message = v."errorMessage", crash_count = r.crash_count + v.crashes,
      quarantined_at = case when v.quarantined then ${appNowOnce} else r.quarantined_at end,
      log_seq = r.log_seq + v."lineCount", warning_count = v."warningCount", issue_count = v."issueCount",
      step_position = coalesce(v."stepPosition", r.step_position),
      progress_done = coalesce(v."progressDone", r.progress_done),
      progress_total = case when v."hasProgress" then v."progressTotal" else r.progress_total end,
      progress_at = case when v."hasProgress" then ${appNowOnce} else r.progress_at end
    from jsonb_to_recordset(${JSON.stringify(judged.map(columnsOf))}::jsonb) as v(id bigint, status text, message text,
      "retryInSeconds" float8, "errorCode" text, "errorMessage" text, crashes int, quarantined boolean, "warningCount" int, "lineCount" int,
      "issueCount" int, "stepPosition" int, "hasProgress" boolean, "progressDone" bigint, "progressTotal" bigint)
    where r.id = v.id`);
}

function columnsOf({ row, ending, pending, lines, verdict, message }: JudgedRow) {
  const error = ending.outcome === "failed" ? ending.error : undefined;
  return {
    id: row.id,
    status: verdict.status,
    message,
    // One that is tried again has not ended; its attempt has.
    retryInSeconds: verdict.retryInSeconds ?? null,
    errorCode: error?.code ?? null,
    errorMessage: error?.message ?? null,
    crashes: verdict.crashed ? 1 : 0,
    quarantined: verdict.quarantined,
    warningCount: row.warningCount,
    lineCount: lines?.length ?? 0,
    issueCount: row.issueCount,
    stepPosition: pending?.stepPosition ?? null,
    hasProgress: pending !== undefined,
    progressDone: pending && (pending.permille ?? 0),
    progressTotal: pending?.permille === undefined ? null : 1000,
  };
}
