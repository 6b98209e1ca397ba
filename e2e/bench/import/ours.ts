import { Readable } from "node:stream";
import { systemViewer } from "#lib/access/viewer.ts";
import { newId } from "#lib/platform/ids.ts";
import { putFile } from "#lib/platform/storage.ts";
import { startRun } from "#lib/runs/start.ts";
import type { Bench } from "../bench.ts";
import { handlersOf, memoryMb } from "../processes.ts";
import { csvText, format, header, mapping } from "./rows.ts";

export type Input = { fileId: string; storageKey: string };
export type Imported = { seconds: number; peakMb: number; tallies: Record<string, number> };

/** Puts a file into the product's store as an upload would. */
export async function storeInput(bench: Bench, domainId: string, edition: 1 | 2): Promise<Input> {
  const rows = bench.size("rows");
  const file = await putFile(Readable.from(csvText(rows, edition)), 1e12);
  const id = newId();
  await bench.sql`
    insert into files (id, domain_id, kind, name, content_type, size_bytes, sha256, storage_key, created_at)
    values (${id}, ${domainId}, 'input', ${`products-${edition}.csv`}, 'text/csv', ${file.sizeBytes}, ${file.sha256}, ${file.storageKey}, now())`;
  return { fileId: id, storageKey: file.storageKey };
}

/** One import by a worker that does nothing else; its time from running to ended is the one that its own row tells. */
export async function importOurs(bench: Bench, domainId: string, input: Input): Promise<Imported> {
  const worker = await bench.startWorker();
  const parameters = { fileId: input.fileId, format, header, mapping, dryRun: false };
  const started = await startRun(systemViewer("bench"), "product-import", {
    domainId,
    title: "products.csv",
    parameters,
    inputFileId: input.fileId,
  });
  let peakMb = 0;
  const hasEnded = async () => {
    for (const { pid } of handlersOf(worker.pid))
      peakMb = Math.max(peakMb, memoryMb(pid)?.peak ?? 0);
    const [run] =
      await bench.sql`select 1 from runs where id = ${started.runId} and ended_at is not null`;
    return run !== undefined;
  };
  await bench.until("the import to end", hasEnded, 1_200, 100);
  await bench.stop(worker);
  return { ...(await outcome(bench, started.runId)), peakMb };
}

async function outcome(bench: Bench, runId: number) {
  const [run] = await bench.sql<{ seconds: number; status: string; message: string | null }[]>`
    select extract(epoch from ended_at - started_at)::float8 as seconds, status, message from runs where id = ${runId}`;
  if (run?.status !== "completed-with-warnings")
    throw new Error(`The import is ${run?.status}: ${run?.message}`);
  const tallies = await bench.sql<{ name: string; count: number }[]>`
    select tally.key as name, sum(tally.value::int)::int as count from steps, jsonb_each_text(steps.tallies) as tally
    where run_id = ${runId} group by tally.key`;
  return {
    seconds: run.seconds,
    tallies: Object.fromEntries(tallies.map(({ name, count }) => [name, count])),
  };
}
