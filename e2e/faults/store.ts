import { existsSync, readdirSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { Site } from "./site.ts";

/** What lies in the store of files, parts of uploads too. */
export function stored(site: Site): Array<{ name: string; path: string }> {
  const folder = join(site.dataFolder, "files");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, path: join(entry.parentPath, entry.name) }));
}

const HOUR_MINUTES = 60;
/** A leftover younger than this may still get its row. */
const YOUNG_MINUTES = 30;

/**
 * Lets time pass until the clean-up's first planned run after the leftovers are old enough, and answers how many minutes after the
 * kill the store is empty. Both clocks move: the database's and the age of the files.
 */
export async function collectInTime(site: Site): Promise<number> {
  await site.startWorker();
  const [plan] = await site.sql`
    select extract(epoch from next_run_at - app_now())::float8 as seconds from schedules where job_type = 'storage-clean-up'`;
  let minutes = (plan?.["seconds"] as number) / 60;
  while (minutes <= YOUNG_MINUTES) minutes += 20;
  if (minutes > HOUR_MINUTES) throw new Error(`The clean-up is ${minutes} min away.`);
  for (const { path } of stored(site)) {
    const at = new Date(statSync(path).mtimeMs - minutes * 60_000);
    utimesSync(path, at, at);
  }
  await site.sql`update app_clock set clock_offset = make_interval(secs => ${minutes * 60 - 2})`;
  const beganMs = performance.now();
  await site.until("the store to be empty", async () => stored(site).length === 0, 90);
  return minutes + (performance.now() - beganMs) / 60_000;
}
