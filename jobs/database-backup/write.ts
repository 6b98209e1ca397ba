import { backupName, removeDrafts } from "#lib/backups/folder.ts";
import { planBackup, type BackupPlan } from "#lib/backups/plan-backup.ts";
import { writeArchive, writeDump } from "#lib/backups/write-backup.ts";
import type { RunContext, StepContext } from "#lib/job-types/define.ts";
import { counted } from "#lib/text/numbers.ts";
import { size } from "#lib/text/sizes.ts";
import { State } from "./state.ts";

export type Context = RunContext<{ keep: number; method: "auto" | "archive" }>;

/** Writes the draft and answers what it is called. */
export async function write(context: Context, step: StepContext): Promise<State> {
  const { parameters, restored, runId, clock, log } = context;
  const removed = await removeDrafts(State.safeParse(restored).data?.name);
  if (removed > 0) log.info(`${counted(removed, "draft")} removed that a killed process had left`);
  const plan = await planBackup(parameters.method);
  log.info(wayOf(plan, parameters.method));
  const takenAt = await clock.now();
  const kind = plan.programs ? "dump" : "archive";
  const name = backupName(kind, takenAt, runId);
  const { programs, tables } = plan;
  const state: State = programs ? { name, dump: { restore: programs.restore, tables } } : { name };
  const sizeBytes = await writeDraft(context, step, { plan, name, takenAt });
  log.info(`${size(sizeBytes)} written`);
  return await step.chunk(state, async () => {
    step.tally("bytes", sizeBytes);
    return state;
  });
}

type Draft = { plan: BackupPlan; name: string; takenAt: Date };

async function writeDraft(
  { signal, log }: Context,
  step: StepContext,
  { plan, name, takenAt }: Draft,
): Promise<number> {
  let bytes = 0;
  const onBytes = (more: number) => {
    bytes += more;
    step.say(`${size(bytes)} written`);
  };
  const input = { name, takenAt, signal, onBytes };
  if (plan.programs) {
    step.tally("tables", plan.tables.length);
    return (await writeDump(plan.programs.dump, input)).sizeBytes;
  }
  const written = await writeArchive({
    ...input,
    onShape: ({ tables }) => step.total(tables.length),
    onTable: (table) => {
      step.tick();
      step.tally("tables");
      step.tally("rows", table.rowCount);
      log.info(`${table.name}: ${counted(table.rowCount, "row")}`);
    },
  });
  return written.sizeBytes;
}

function wayOf({ server, programs, found }: BackupPlan, method: "auto" | "archive"): string {
  if (programs)
    return `The server is PostgreSQL ${server}; pg_dump ${programs.version} is used: ${programs.dump}`;
  if (method === "archive")
    return `The server is PostgreSQL ${server}; our own archive is written, as was asked`;
  const versions = [...new Set(found.map(({ version }) => version))].join(", ");
  const seen = found.length === 0 ? "none was found" : `found: ${versions}`;
  return `The server is PostgreSQL ${server}; there is no pg_dump of its version or newer (${seen}), so our own archive is written`;
}
