import { eq } from "drizzle-orm";
import { domains } from "#drizzle/schema/people.ts";
import { runs } from "#drizzle/schema/runs.ts";
import { read } from "../access/transact.ts";
import { systemViewer, type Viewer } from "../access/viewer.ts";
import { publicUrl } from "../platform/env.ts";
import { notFound } from "../text/refusal.ts";
import { getRun, type RunDetail } from "../runs/get.ts";
import { listIssues, type IssueRow } from "../runs/list-issues.ts";
import { environmentName, version } from "../shell/about.ts";

/** All that a report says of a run, as it is in the database now. */
export type ReportFacts = {
  detail: RunDetail;
  /** The zone in which the mail's times are written: the domain's. */
  timeZone: string;
  issues: IssueRow[];
  /** Without a slash at the end; from the settings, never from a request. */
  publicUrl: string;
  environment: string;
  version: string;
};

const ISSUES_SHOWN = 10;

/** Reads them in the scope of the run's own domain, so that a mail can hold nothing of another. */
export async function reportFacts(runId: number): Promise<ReportFacts> {
  const viewer = await reportViewer(runId);
  const detail = await getRun(viewer, runId);
  const { rows } = await listIssues(viewer, runId, { limit: ISSUES_SHOWN });
  return {
    detail,
    issues: rows,
    timeZone: viewer.timeZone,
    publicUrl: publicUrl().replace(/\/$/, ""),
    environment: environmentName(),
    version: version(),
  };
}

/** Who sees the run's own domain and nothing else. Throws Refusal `not-found`. */
export async function reportViewer(runId: number): Promise<Viewer> {
  const [run] = await read(systemViewer("report"), (tx) =>
    tx
      .select({ domainId: runs.domainId, name: domains.name, timeZone: domains.timeZone })
      .from(runs)
      .leftJoin(domains, eq(domains.id, runs.domainId))
      .where(eq(runs.id, runId)),
  );
  if (!run) throw notFound("This run");
  const { domainId, name } = run;
  const timeZone = run.timeZone ?? "UTC";
  const permissions = new Set(["runs.view-all", "installation.view"]);
  const grants = [{ role: "report", permissions, domains: domainId ? [domainId] : [] }];
  const seen = domainId && name ? [{ id: domainId, name, timeZone }] : [];
  const base = { ...systemViewer("report"), kind: "person" as const, timeZone };
  if (domainId) permissions.delete("installation.view");
  return { ...base, grants, domains: seen };
}
