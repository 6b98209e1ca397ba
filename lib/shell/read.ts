import { read } from "../access/transact.ts";
import type { Viewer } from "../access/viewer.ts";
import { now } from "../platform/clock.ts";
import { settings } from "../platform/env.ts";
import { countsWithin, type ShellCounts } from "./counts.ts";
import { nightlineWithin, type Nightline } from "./nightline.ts";
import { workerSilenceWithin, type WorkerSilence } from "./worker-silence.ts";

export type Shell = {
  counts: ShellCounts;
  nightline: Nightline;
  /** Set while no worker is alive. */
  silence: WorkerSilence | null;
  /** The database clock, ISO. */
  now: string;
  /** "Production" and the like; a setting. */
  environment: string;
};

/** What the frame round every page shows besides the page. */
export function readShell(viewer: Viewer): Promise<Shell> {
  return read(viewer, async (tx) => ({
    counts: await countsWithin(tx, viewer),
    nightline: await nightlineWithin(tx, viewer),
    silence: await workerSilenceWithin(tx),
    now: (await now(tx)).toISOString(),
    environment: settings().ENVIRONMENT_NAME,
  }));
}
