import { and, asc, desc, eq, gt, or, sql, type SQL } from "drizzle-orm";
import { issueGroups, issues } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import type { Tx } from "../platform/db.ts";
import { holds } from "../platform/holds.ts";
import { visible } from "../text/visible.ts";
import { loadRun, type StoredRun } from "./load.ts";

export type IssueGroup = {
  code: string;
  severity: "refused" | "doubtful";
  count: number;
  columns: string[];
  /** The message of one of them. */
  sample: string;
};

export type IssueRow = {
  seq: number;
  severity: "refused" | "doubtful";
  code: string;
  row: number | null;
  column: string | null;
  value: string | null;
  message: string;
};

export type IssuePage = {
  rows: IssueRow[];
  /** Give it as `after` for the next page; null at the end. */ next: number | null;
};

export type IssueQuery = { code?: string; text?: string; after?: number; limit?: number };

/** The groups of a run's issues, the largest first. */
export async function issueGroupsOf(tx: Tx, runId: number): Promise<IssueGroup[]> {
  const rows = await tx
    .select()
    .from(issueGroups)
    .where(eq(issueGroups.runId, runId))
    .orderBy(desc(issueGroups.issueCount), asc(issueGroups.code));
  return rows.map(({ code, severity, issueCount, columns, sample }) => {
    return {
      code,
      severity,
      count: issueCount,
      columns: columns.map(visible),
      sample: visible(sample),
    };
  });
}

/** One page of a run's issues in the order of their rows. `text` is looked for in value, message and column. Throws Refusal `not-found`. */
export function listIssues(viewer: Viewer, runId: number, query: IssueQuery): Promise<IssuePage> {
  return read(viewer, async (tx) => listIssuesWithin(tx, await loadRun(tx, viewer, runId), query));
}

/** The same of a run that was loaded as visible in this transaction. */
export async function listIssuesWithin(
  tx: Tx,
  run: StoredRun,
  query: IssueQuery,
): Promise<IssuePage> {
  const { code, text, after = 0, limit = 50 } = query;
  const rows = await tx
    .select()
    .from(issues)
    .where(
      and(
        eq(issues.runCreatedAt, run.createdAt),
        eq(issues.runId, run.id),
        gt(issues.seq, after),
        code ? eq(issues.code, code) : undefined,
        text ? holding(text) : undefined,
      ),
    )
    .orderBy(asc(issues.seq))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  return { rows: page.map(shown), next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null };
}

function holding(text: string): SQL | undefined {
  const row = /^\d{1,15}$/.test(text) ? sql`${issues.rowNumber} = ${Number(text)}` : undefined;
  return or(
    holds(issues.value, text),
    holds(issues.message, text),
    holds(issues.columnName, text),
    row,
  );
}

function shown({
  seq,
  severity,
  code,
  rowNumber,
  columnName,
  value,
  message,
}: typeof issues.$inferSelect): IssueRow {
  const seen = (text: string | null) => (text === null ? null : visible(text));
  return {
    seq,
    severity,
    code,
    row: rowNumber,
    column: seen(columnName),
    value: seen(value),
    message: visible(message),
  };
}
