import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { eq } from "drizzle-orm";
import { runs } from "#drizzle/schema/runs.ts";
import { schedules } from "#drizzle/schema/schedules.ts";
import { read } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { logText } from "../runs/log-text.ts";
import { reportViewer } from "./facts.ts";

export type Attachment = { filename: string; content: Buffer };

/** Above this it is packed. */
export const PACKED_BYTES = 256_000;
/** Above this it stays where it is: the mail's link leads there. */
export const ATTACHED_BYTES = 5_000_000;

const pack = promisify(gzip);

/** The log of a run as a file of its report, where its schedule says so; null: it does not, or the log is too large. */
export async function attachedLog(runId: number): Promise<Attachment | null> {
  if (!(await isWanted(runId))) return null;
  const { name, text } = await logText(await reportViewer(runId), runId);
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of text) {
    bytes += Buffer.byteLength(part);
    if (bytes > ATTACHED_BYTES) return null;
    parts.push(Buffer.from(part));
  }
  const content = Buffer.concat(parts);
  return bytes > PACKED_BYTES
    ? { filename: `${name}.gz`, content: await pack(content) }
    : { filename: name, content };
}

async function isWanted(runId: number): Promise<boolean> {
  const [row] = await read(systemViewer("report"), (tx) =>
    tx
      .select({ wanted: schedules.reportAttachLog })
      .from(runs)
      .innerJoin(schedules, eq(schedules.id, runs.scheduleId))
      .where(eq(runs.id, runId)),
  );
  return row?.wanted ?? false;
}
