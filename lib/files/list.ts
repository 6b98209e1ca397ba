import { and, asc, eq, or } from "drizzle-orm";
import { files } from "#drizzle/schema/data.ts";
import type { Viewer } from "../access/viewer.ts";
import { jobTypeOf } from "../job-types/find.ts";
import { now } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { STATUS, type RunStatus } from "../runs/status.ts";
import { downloadObstacle, type Downloadable } from "./may-download.ts";

/** A file of a run, as its page lists it. Times are ISO strings. */
export type RunFile = {
  id: string;
  kind: "input" | "result";
  name: string;
  contentType: string;
  sizeBytes: number;
  sha256: string;
  rowCount: number | null;
  expiresAt: string | null;
  /** An expired one stays listed. */
  state: "ready" | "expired";
};

export type RunFiles = {
  files: RunFile[];
  /** Why the viewer may not download; undefined when he may. */
  obstacle: string | undefined;
  /** Why there is no result, in one sentence; undefined when there is one or none is to be expected. */
  noResult: string | undefined;
};

/** What `listRunFiles` needs of a run that the viewer may see. */
export type FileOwner = Downloadable & {
  id: number;
  jobType: string;
  status: RunStatus;
  inputFileId: string | null;
};

/** Input and results of a run, the input first, and the reasons where there is none. */
export async function listRunFiles(tx: Tx, viewer: Viewer, run: FileOwner): Promise<RunFiles> {
  const found = await tx
    .select()
    .from(files)
    .where(
      or(
        run.inputFileId ? eq(files.id, run.inputFileId) : undefined,
        and(eq(files.runId, run.id), eq(files.kind, "result")),
      ),
    )
    .orderBy(asc(files.kind), asc(files.createdAt), asc(files.id));
  const nowMs = (await now(tx)).getTime();
  const shown = found.map((file) => shownFile(file, nowMs));
  return { files: shown, obstacle: downloadObstacle(viewer, run), noResult: noResult(run, shown) };
}

function shownFile(file: typeof files.$inferSelect, nowMs: number): RunFile {
  const { id, kind, name, contentType, sizeBytes, sha256, rowCount, expiresAt, deletedAt } = file;
  const gone = deletedAt !== null || (expiresAt !== null && expiresAt.getTime() <= nowMs);
  const state = gone ? ("expired" as const) : ("ready" as const);
  return {
    id,
    kind,
    name,
    contentType,
    sizeBytes,
    sha256,
    rowCount,
    expiresAt: expiresAt?.toISOString() ?? null,
    state,
  };
}

function noResult(run: FileOwner, shown: RunFile[]): string | undefined {
  if (shown.some((file) => file.kind === "result")) return undefined;
  const makesNone = jobTypeOf(run.jobType)?.makesNoFiles;
  if (makesNone) return makesNone;
  if (STATUS[run.status].live) return "Results appear here when the run has finished.";
  return run.status === "completed" ? "It made no file." : "It ended before it made a file.";
}
