import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { assertDiaryOnce } from "./effects.ts";
import { defineFault } from "./fault.ts";
import type { Site } from "./site.ts";

const ITEMS = 100;
const FULL_SECONDS = 4;

export const fault = defineFault({
  id: "F23",
  title: "no room (53100) for log lines, then for the state of runs",
  atOnce: 4,
  round: async (site) => {
    const worker = await site.startWorker();
    await site.sql.unsafe(
      "create function no_room() returns trigger language plpgsql as $$ begin raise exception 'no room' using errcode = '53100'; end $$",
    );
    const lost = await withoutLog(site);
    await withoutState(site, "runs");
    await withoutState(site, "steps");
    assert.ok(worker.isAlive);
    return { "lines lost and said": lost };
  },
});

/** While `act` goes on, nothing can be written to the table. */
async function whileFull(site: Site, table: string, act: () => Promise<void>): Promise<void> {
  await site.sql.unsafe(
    `create trigger no_room before insert or update on ${table} for each row execute function no_room()`,
  );
  await act();
  await site.sql.unsafe(`drop trigger no_room on ${table}`);
}

/** The job goes on, and its log says how many lines are missing and where. */
async function withoutLog(site: Site): Promise<number> {
  const id = await site.start("diary", { items: ITEMS, everyMs: 100 });
  await site.until("a product", async () => await site.products(id));
  await sleep(site.random() * 1_000);
  await whileFull(site, "log_lines", async () => {
    const before = await site.products(id);
    await sleep(FULL_SECONDS * 1000);
    assert.ok((await site.products(id)) > before, "the job does not go on");
  });
  const run = await site.reaches(id, "completed", 60);
  assert.deepEqual([run.attempt, run.claim], [1, 1]);
  await assertDiaryOnce(site, id, ITEMS);
  const lines =
    await site.sql`select seq, message from log_lines where run_id = ${id} order by seq`;
  const said = lines.map((line) => String(line["message"]));
  const lost = said.reduce((sum, line) => sum + lostIn(line), 0);
  const kept = said.filter((line) => line.startsWith("attempt ")).length;
  assert.ok(lost > 0, "no line says that some are missing");
  assert.equal(kept + lost, ITEMS, "kept and lost");
  return lost;
}

const lostIn = (line: string) =>
  Number(
    /^([\d,]+) lines? before this one could not be stored/.exec(line)?.[1]?.replace(",", "") ?? 0,
  );

/** The job halts at a checkpoint, which agrees with what it wrote, and goes on from there. */
async function withoutState(site: Site, table: string): Promise<void> {
  const id = await site.start("diary", { items: ITEMS, everyMs: 50 });
  await site.until("a product", async () => await site.products(id));
  await sleep(site.random() * 1_000);
  await whileFull(site, table, async () => {
    await sleep(1_000);
    const halted = await site.traces(id);
    for (let second = 0; second < FULL_SECONDS; second += 1) {
      await sleep(1_000);
      assert.equal(await atCheckpoint(site, id), await site.products(id), "a half state");
    }
    const later = await site.traces(id);
    assert.deepEqual(withoutLines(later), withoutLines(halted), "it did not halt");
  });
  const run = await site.reaches(id, "completed", 60);
  assert.deepEqual([run.attempt, run.message], [1, `${ITEMS} created`]);
  await assertDiaryOnce(site, id, ITEMS);
}

async function atCheckpoint(site: Site, id: number): Promise<number> {
  const [row] = await site.sql`
    select (checkpoint -> 'state' ->> 'next')::int as next from runs where id = ${id}`;
  return row?.["next"] as number;
}

/** That it waits is said in the log, which takes a number from the run. */
function withoutLines(traces: unknown): unknown {
  const { lines: _lines, run, ...rest } = traces as { lines: number; run: Record<string, unknown> };
  return { ...rest, run: { ...run, log_seq: 0 } };
}
