import { firstFreePort } from "#lib/launch/ports.js";
import type { Bench } from "../bench.ts";
import { quantile } from "../result.ts";
import { addressesOf, fill, makeDatabase, type Addresses } from "./grounds.ts";
import { pageReads } from "./page-reads.ts";
import { measurePurge } from "./purge.ts";
import type { Ask } from "./reader.ts";
import { Reader } from "./readers.ts";
import { trackerReads } from "./tracker-reads.ts";
import { pageNames, Visitor } from "./visitor.ts";

/** The young installation: as many runs an hour, but few hours of them. */
const FEW = 1_000;
/** Of each reading in each round. */
const TIMES = 20;
const YOUNG_PORT = 4_100;

/** Pages over a long history, in turn with the same pages of a young installation; then the history is purged. */
export async function measure(bench: Bench): Promise<void> {
  const runs = bench.size("history");
  await fill(addressesOf(), runs);
  const young = await makeDatabase(bench.sql, "bench_young");
  await fill(young, Math.min(FEW, runs));
  const readers = {
    ours: await Reader.start(addressesOf()),
    young: await Reader.start(young),
  };
  try {
    for (const [group, reads] of Object.entries({ ...trackerReads, ...pageReads }))
      tell(bench, group, await measureGroup(bench, readers, group, Object.keys(reads)));
    await measurePages(bench, young);
    await measurePurge(bench, readers.ours);
  } finally {
    await readers.ours.end();
    await readers.young.end();
    await bench.sql.unsafe("drop database bench_young with (force)");
  }
}

/** Whole pages over HTTP: what the readings above cost, and what becomes of them. */
async function measurePages(bench: Bench, young: Addresses): Promise<void> {
  const visitors = {
    ours: await Visitor.open(bench, addressesOf(), bench.webUrl),
    young: await Visitor.open(bench, young, `http://localhost:${await firstFreePort(YOUNG_PORT)}`),
  };
  const group = "whole pages";
  tell(bench, group, await measureGroup(bench, visitors, group, pageNames));
  await bench.stopAll();
}

type Source = { read: (ask: Ask) => Promise<number[]> };
type Readers = { ours: Source; young: Source };
/** Milliseconds, a list for each round. */
type Times = { name: string; ours: number[][]; young: number[][] };

async function measureGroup(
  bench: Bench,
  { ours, young }: Readers,
  group: string,
  names: string[],
): Promise<Times[]> {
  const all: Times[] = names.map((name) => ({ name, ours: [], young: [] }));
  await bench.rounds(async () => {
    for (const times of all) {
      const ask = { group, name: times.name, count: TIMES };
      times.ours.push(await ours.read(ask));
      times.young.push(await young.read(ask));
    }
  });
  return all;
}

const p95 = (rounds: number[][]) => rounds.map((ms) => quantile(ms, 0.95));
const overall = (rounds: number[][], share: number) => quantile(rounds.flat(), share);

/** The table has the slowest of a group; all of them are said. */
function tell(bench: Bench, group: string, all: Times[]): void {
  for (const { name, ours, young } of all) {
    const [a, b, c, d] = [ours, young]
      .flatMap((rounds) => [overall(rounds, 0.5), overall(rounds, 0.95)])
      .map((ms) => ms.toFixed(1));
    bench.say(`${group}, ${name}: p50 ${a}, p95 ${b} ms; young p50 ${c}, p95 ${d} ms`);
  }
  const slowest = all.toSorted((a, b) => overall(b.ours, 0.95) - overall(a.ours, 0.95))[0];
  if (!slowest) return;
  bench.tell({
    name: `${group}, p95`,
    unit: "ms",
    ours: p95(slowest.ours),
    baseline: { name: "1,000 runs", values: p95(slowest.young) },
    goal: { of: "ours", atMost: 50 },
    note: `slowest of ${all.length}: ${slowest.name}; p50 ${overall(slowest.ours, 0.5).toFixed(1)} ms`,
  });
  const ratios = all.map(({ name, ours, young }) => ({
    name,
    ours: [overall(ours, 0.5)],
    young: [overall(young, 0.5)],
  }));
  const ratio = ({ ours, young }: (typeof ratios)[number]) => (ours[0] ?? 0) / (young[0] ?? 1);
  const largest = ratios.toSorted((a, b) => ratio(b) - ratio(a))[0];
  if (!largest) return;
  bench.tell({
    name: `${group}, p50`,
    unit: "ms",
    ours: largest.ours,
    baseline: { name: "1,000 runs", values: largest.young },
    goal: { of: "ratio", atMost: 1.5 },
    note: `largest ratio of ${all.length}: ${largest.name}`,
  });
}
