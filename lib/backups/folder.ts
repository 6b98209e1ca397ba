import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { backupFolder } from "../platform/env.ts";

export type BackupKind = "dump" | "archive";

const ENDING: Record<BackupKind, string> = { dump: ".dump", archive: ".archive.gz" };
const NAME = /^nightshift-\d{8}T\d{6}Z-run\d+(\.dump|\.archive\.gz)$/;
/** While it is written and not yet looked through. */
const DRAFT = ".part";

/** The name of a backup: sorted by name they are sorted by time. */
export function backupName(kind: BackupKind, takenAt: Date, runId: number): string {
  const stamp = takenAt.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `nightshift-${stamp}-run${runId}${ENDING[kind]}`;
}

export const backupPath = (name: string) => join(backupFolder(), name);
export const draftPath = (name: string) => `${backupPath(name)}${DRAFT}`;

export const draftExists = (name: string) => exists(draftPath(name));
export const backupExists = (name: string) => exists(backupPath(name));

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Gives a draft its name, and the disk time to note it. One that has it already is left as it is. */
export async function keepBackup(name: string): Promise<void> {
  if (!(await backupExists(name))) await rename(draftPath(name), backupPath(name));
  const folder = await open(backupFolder(), "r");
  await folder.sync().finally(() => folder.close());
}

/** Of a backup that could not be verified, or was stopped. */
export const removeDraft = (name: string) => rm(draftPath(name), { force: true });

/** Removes what processes left behind that were killed, except the draft with this name. Answers how many. */
export async function removeDrafts(except?: string): Promise<number> {
  const drafts = (await entries()).filter(
    (entry) =>
      entry.endsWith(DRAFT) &&
      NAME.test(entry.slice(0, -DRAFT.length)) &&
      entry !== `${except}${DRAFT}`,
  );
  for (const draft of drafts) await rm(backupPath(draft), { force: true });
  return drafts.length;
}

/** Removes the oldest backups beyond `keep`. Files of other names are left alone. Answers the names of both. */
export async function removeOld(keep: number): Promise<{ kept: string[]; removed: string[] }> {
  const names = (await entries()).filter((entry) => NAME.test(entry)).toSorted();
  const removed = names.slice(0, Math.max(0, names.length - keep));
  for (const name of removed) await rm(backupPath(name), { force: true });
  return { kept: names.slice(removed.length), removed };
}

const entries = () =>
  readdir(backupFolder()).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
