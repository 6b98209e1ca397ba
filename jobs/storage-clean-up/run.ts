import { expireFiles } from "#lib/files/expire.ts";
import { forgetDrafts, forgetFiles } from "#lib/files/forget.ts";
import { removeOrphanFiles } from "#lib/files/remove-orphans.ts";
import { isStoreEmptied } from "#lib/files/store-state.ts";
import { JobError, type Run, type RunContext, type StepContext } from "#lib/job-types/define.ts";
import { counted } from "#lib/text/numbers.ts";
import { size } from "#lib/text/sizes.ts";
import { lookForMissing } from "./look-for-missing.ts";
import type { storageCleanUp } from "./job.ts";

/** Every part can be repeated: what is gone is not found again. */
export const run: Run<typeof storageCleanUp> = async (context) => {
  const { viewer, step } = context;
  // A folder that is not mounted looks like a store in which everything is missing.
  if (await isStoreEmptied(viewer))
    throw new JobError(
      "store-unreachable",
      "The folder of the file store is empty, although files are listed in it. Nothing was deleted.",
    );
  await step("expire", (part) => clean(context, part, "expired", expireFiles));
  await step("orphans", (part) => clean(context, part, "orphans", removeOrphanFiles));
  await step("missing", (part) => lookForMissing(context, part));
  await step("forget", (part) => forget(context, part));
};

type CleanUp = typeof expireFiles;

async function clean(
  { log, signal }: Pick<RunContext, "log" | "signal">,
  { tally, tick }: StepContext,
  name: "expired" | "orphans",
  act: CleanUp,
): Promise<void> {
  let freed = 0;
  const onPart = ({ fileCount, bytes }: { fileCount: number; bytes: number }) => {
    tally(name, fileCount);
    tally("bytes", bytes);
    tick(fileCount);
    freed += bytes;
  };
  const deleted = await act({ signal, onPart });
  const what = name === "expired" ? "expired" : "orphaned";
  log.info(`${counted(deleted, `${what} file`)} deleted, ${size(freed)} freed`);
}

const PART = 1_000;

/** Drafts first: each of them names a file. */
async function forget({ log }: Pick<RunContext, "log">, step: StepContext): Promise<void> {
  const sums = { drafts: 0, forgotten: 0 };
  for (const [name, act] of [
    ["drafts", forgetDrafts] as const,
    ["forgotten", forgetFiles] as const,
  ])
    for (let gone = PART; gone === PART;) {
      gone = await step.chunk(null, (tx) => act(tx, PART));
      step.tally(name, gone);
      step.tick(gone);
      sums[name] += gone;
    }
  log.info(
    `${counted(sums.drafts, "draft")} and the rows of ${counted(sums.forgotten, "file")} forgotten`,
  );
}
