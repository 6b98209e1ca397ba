import {
  backupExists,
  draftExists,
  keepBackup,
  removeDraft,
  removeOld,
} from "#lib/backups/folder.ts";
import { verifyArchive, verifyDump } from "#lib/backups/verify-backup.ts";
import type { Run, RunContext, StepContext } from "#lib/job-types/define.ts";
import { count, counted } from "#lib/text/numbers.ts";
import { State } from "./state.ts";
import { write, type Context } from "./write.ts";
import type { databaseBackup } from "./job.ts";

/** A backup gets its name when it is whole and was tried; until then it is a draft that the next run removes. */
export const run: Run<typeof databaseBackup> = async (context) => {
  const written =
    (await context.step("write", (step) => write(context, step))) ?? State.parse(context.restored);
  const verified =
    (await context.step("verify", (step) => verify(context, step, written))) ??
    State.parse(context.restored);
  await context.step("keep", (step) => keep(context, step, verified));
};

/** After its worker was lost this may be another machine, with another folder: then it is written once more. */
async function verify(context: Context, step: StepContext, written: State): Promise<State> {
  if (await backupExists(written.name)) return written;
  const state = (await draftExists(written.name)) ? written : await write(context, step);
  const tables = await look(context, step, state).catch(async (error: unknown) => {
    await removeDraft(state.name);
    throw error;
  });
  context.log.info(
    state.dump
      ? `pg_restore lists the data of ${counted(tables, "table")}: all there are`
      : `Restored into a database of its own: ${counted(tables, "table")}, each with as many rows as were counted`,
  );
  return await step.chunk(state, async () => state);
}

async function look(
  { runId, signal }: Context,
  step: StepContext,
  { name, dump }: State,
): Promise<number> {
  let tables = 0;
  if (dump) {
    tables = await verifyDump(dump.restore, name, dump.tables);
    step.tally("verified", tables);
    return tables;
  }
  const onTable = (table: { name: string }) => {
    tables += 1;
    step.tally("verified");
    step.tick();
    step.say(table.name);
  };
  await verifyArchive({ name, runId, signal, onTable });
  return tables;
}

async function keep(
  { parameters, log }: Pick<RunContext<{ keep: number }>, "parameters" | "log">,
  step: StepContext,
  { name }: State,
): Promise<void> {
  await keepBackup(name);
  const { kept, removed } = await removeOld(parameters.keep);
  step.tally("kept", kept.length);
  step.tally("removed", removed.length);
  log.info(`${name} is kept; ${counted(kept.length, "backup")} in the folder`);
  if (removed.length > 0) log.info(`${count(removed.length)} older removed: ${removed.join(", ")}`);
}
