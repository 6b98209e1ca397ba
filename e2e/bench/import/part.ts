import assert from "node:assert/strict";
import { catalogue } from "#jobs/catalogue.ts";
import { makeDomain } from "#e2e/support/run-rows.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { closeDatabase, useDatabaseRole } from "#lib/platform/db.ts";
import type { Bench } from "../bench.ts";
import { baselineName, importByHand, makeTables } from "./baseline.ts";
import { importOurs, storeInput, type Input } from "./ours.ts";
import { badCount } from "./rows.ts";

/** What is imported one after the other, and the tally that has to hold all good rows afterwards. */
const TIMES = [
  { name: "for the first time", edition: 1, tally: "created" },
  { name: "again, every row changed", edition: 2, tally: "updated" },
  { name: "again, unchanged", edition: 2, tally: "unchanged" },
] as const;

/** A product import with all that it checks, notes and commits on its way, against COPY and one upsert that do nothing of that. */
export async function measure(bench: Bench): Promise<void> {
  useDatabaseRole("web", 2);
  registerJobTypes(catalogue);
  const domainId = await makeDomain(bench.sql, "bench.example");
  const inputs = [await storeInput(bench, domainId, 1), await storeInput(bench, domainId, 2)];
  const figures = TIMES.map(() => ({ ours: [] as number[], byHand: [] as number[] }));
  const peaks: number[] = [];
  await bench.rounds(async () => {
    await bench.sql`truncate products cascade`;
    await makeTables(bench);
    for (const [at, { edition, tally }] of TIMES.entries()) {
      const input = inputs[edition - 1] as Input;
      await bench.sql`checkpoint`;
      const { seconds, peakMb, tallies } = await importOurs(bench, domainId, input);
      const rows = bench.size("rows");
      assert.equal(tallies[tally], rows - badCount(rows), JSON.stringify(tallies));
      peaks.push(peakMb);
      figures[at]?.ours.push(seconds);
      figures[at]?.byHand.push(await importByHand(bench, domainId, input.storageKey));
      bench.say(
        `${TIMES[at]?.name}: ${figures[at]?.ours.at(-1)?.toFixed(1)} s, by hand ${figures[at]?.byHand.at(-1)?.toFixed(1)} s, ${Math.round(peakMb)} MB`,
      );
    }
    assert.equal(await bench.count("bench_products"), await bench.count("products"));
  });
  await closeDatabase();
  for (const [at, { name }] of TIMES.entries()) {
    const { ours, byHand } = figures[at] as (typeof figures)[number];
    const baseline = { name: baselineName, values: byHand };
    bench.tell({ name, unit: "s", ours, baseline, goal: { of: "ratio", atMost: 1.5 } });
  }
  const goal = { of: "ours", atMost: 300 } as const;
  bench.tell({
    name: "memory of the handler",
    unit: "MB",
    ours: [Math.max(...peaks)],
    goal,
    note: "highest of all",
  });
}
