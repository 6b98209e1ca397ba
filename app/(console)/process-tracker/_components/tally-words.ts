import type { RunRow } from "#lib/runs/row.ts";
import { count } from "#lib/text/numbers.ts";

type Tallied = Pick<RunRow, "tallies">;

const told = ({ tallies }: Tallied) => tallies.filter((tally) => tally.count > 0);
const words = (list: RunRow["tallies"]) =>
  list.map((tally) => `${count(tally.count)} ${tally.label.toLowerCase()}`);

/** What came of a run in two lines. What was read says least: it stands behind what came of it. */
export function talliesInTwo(run: Tallied): [string, string] {
  const outcome = told(run).filter((tally) => tally.name !== "read");
  const read = told(run).filter((tally) => tally.name === "read");
  return [words(outcome.slice(0, 2)).join(", "), words([...outcome.slice(2), ...read]).join(", ")];
}

/** Whether a message only repeats the tallies that stand beside it. */
export function repeatsTallies(run: Tallied, message: string): boolean {
  const all = words(told(run));
  return (
    all.length > 0 &&
    all.filter((each) => !each.endsWith(" read")).every((each) => message.includes(each))
  );
}
