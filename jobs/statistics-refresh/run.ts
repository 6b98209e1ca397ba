import type { Run, RunContext, StepContext } from "#lib/job-types/define.ts";
import { analyzeTable } from "#lib/statistics/analyze-table.ts";
import { listBrokenIndexes } from "#lib/statistics/list-broken-indexes.ts";
import { listTables, type TableFacts } from "#lib/statistics/list-tables.ts";
import { duration } from "#lib/text/durations.ts";
import { count, counted, percent } from "#lib/text/numbers.ts";
import { faultOf, isStale } from "./judge.ts";
import type { statisticsRefresh } from "./job.ts";

type Context = Pick<RunContext<Limits>, "parameters" | "restored" | "log">;
type Limits = { leastChanges: number; largeTableRows: number };

/** Table after table, each in a transaction of its own. */
export const run: Run<typeof statisticsRefresh> = async (context) => {
  const tables = await listTables(context.viewer);
  const broken = await listBrokenIndexes(context.viewer);
  await context.step("refresh", async (step) => {
    step.total(tables.length);
    const from = (context.restored as { table?: string } | undefined)?.table ?? "";
    for (const table of tables.filter((each) => nameOf(each) > from))
      await refresh(context, step, table);
    for (const index of broken) step.issue(brokenIndex(index));
  });
};

async function refresh(
  { parameters, log }: Context,
  step: StepContext,
  table: TableFacts,
): Promise<void> {
  const name = nameOf(table);
  const isDue = table.changedCount >= parameters.leastChanges;
  step.say(name);
  const beganMs = performance.now();
  const became = await step.chunk({ table: name }, async (tx) => {
    const outcome = !isDue ? "skipped" : (await analyzeTable(tx, table)) ? "refreshed" : "busy";
    note(step, table, outcome, parameters);
    return outcome;
  });
  if (became === "skipped") return;
  const took = duration(performance.now() - beganMs);
  const end = became === "busy" ? "somebody holds it; it is left for the next time" : took;
  log.info(`${name}: ${counted(table.rowCount, "row")}, ${ageOf(table)}, ${end}`);
}

function note(step: StepContext, table: TableFacts, outcome: string, limits: Limits): void {
  step.tick();
  step.tally(outcome);
  if (isStale(table)) step.tally("stale");
  const fault = faultOf(table, limits.largeTableRows);
  if (!fault) return;
  step.tally("bloated");
  const name = nameOf(table);
  const message = `${name} holds ${count(table.deadCount)} dead rows, ${percent(fault.deadShare)} of all: it is not vacuumed often enough, or something keeps a transaction open.`;
  step.issue({ severity: "doubtful", code: "dead-rows", message, column: "table", value: name });
}

function brokenIndex(name: string) {
  const message = `The index ${name} is not used: its making was cut off. REINDEX makes it anew.`;
  return {
    severity: "doubtful",
    code: "index-broken",
    message,
    column: "index",
    value: name,
  } as const;
}

const nameOf = ({ schema, name }: TableFacts) => `${schema}.${name}`;

const ageOf = ({ ageSeconds, changedCount }: TableFacts) =>
  ageSeconds === null
    ? "never before"
    : `${duration(ageSeconds * 1000)} old, ${count(changedCount)} changed since`;
