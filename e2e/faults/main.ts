// npm run test:faults [-- F12 20]: the tests of faults, each its number of rounds. Called by lib/launch/faults.js.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Fault } from "./fault.ts";
import { runRound, type RoundResult } from "./run-round.ts";
import { lineOf } from "./line.ts";

type Found = { file: string; fault: Fault };

const ROUNDS = 20;
/** Of the tests that `npm test` runs once each: most of their time they wait. */
const ONCE_AT_A_TIME = 2;
const known = await findFaults();
const once = process.argv.includes("--once");
const names = process.argv.slice(2).filter((name) => /^[FL]\d+$/i.test(name));
const rounds = Number(process.argv.slice(2).find((name) => /^\d+$/.test(name)));
const unknown = names.filter((name) => !known.some(({ fault }) => isCalled(fault, name)));
let failed = unknown.length;
let passed = 0;
for (const name of unknown) console.log(`There is no test of a fault called ${name}.`);

const chosen = known.filter(isChosen);
const company = chosen.filter(({ fault }) => once && !fault.alone);
await inLanes(ONCE_AT_A_TIME, company, tryFault);
for (const each of chosen.filter((one) => !company.includes(one))) await tryFault(each);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

async function tryFault({ file, fault }: Found): Promise<void> {
  const count = once ? 1 : rounds || fault.rounds || ROUNDS;
  const beganMs = performance.now();
  const results = await runRounds(file, fault, count);
  const bad = results.filter((result) => result.error !== undefined);
  if (bad.length > 0) failed += 1;
  else passed += 1;
  console.log(lineOf(fault, results, performance.now() - beganMs));
  for (const { error } of bad) console.log(`${error}\n`);
}

async function findFaults(): Promise<Found[]> {
  const files = readdirSync(import.meta.dirname).filter((name) => /^[fl]\d+-.*\.ts$/.test(name));
  const found = files.map(async (name) => {
    const file = join(import.meta.dirname, name);
    return { file, ...((await import(pathToFileURL(file).href)) as { fault: Fault }) };
  });
  const numberOf = ({ fault }: { fault: Fault }) =>
    Number(fault.id.slice(1)) + (fault.id.startsWith("L") ? 1_000 : 0);
  return (await Promise.all(found)).sort((one, other) => numberOf(one) - numberOf(other));
}

function isChosen({ fault }: { fault: Fault }): boolean {
  if (names.length > 0) return names.some((name) => isCalled(fault, name));
  return !once || fault.inTests === true;
}

function isCalled(fault: Fault, name: string): boolean {
  return fault.id.toLowerCase() === name.toLowerCase();
}

async function runRounds(file: string, fault: Fault, count: number): Promise<RoundResult[]> {
  const results: RoundResult[] = [];
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  await inLanes(fault.atOnce ?? 1, numbers, async (round) => {
    results.push(await runRound(file, fault, round));
  });
  return results;
}

/** So many at the same time, each as soon as one before it is done. */
async function inLanes<T>(lanes: number, items: T[], act: (item: T) => Promise<void>) {
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
