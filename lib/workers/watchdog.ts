import { sendDueMails } from "../mails/send-due.ts";
import { log } from "../platform/log.ts";
import { sweepRuns } from "../runs/sweep.ts";
import { alarmSilence } from "./alarm-silence.ts";
import { readHealth } from "./health.ts";

const PAUSE_MS = 5_000;
const START_SECONDS = 60;

/**
 * What a web process does for the workers while none of them lives: it marks the runs of lost ones, sends the outbox, and tells the
 * administrators. Any number of processes may watch; locks let one at a time act. Answers how to end it.
 */
export function watchWorkers(): () => void {
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const turn = async () => {
    await look().catch((error: unknown) => log.warn({ error: String(error) }, "the watchdog"));
    if (!isOver) timer = setTimeout(() => void turn(), PAUSE_MS).unref();
  };
  timer = setTimeout(() => void turn(), PAUSE_MS).unref();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

async function look(): Promise<void> {
  const health = await readHealth();
  if (!health.database || !health.migrations || health.worker) return;
  await sweepRuns();
  // A console that has just been started waits for its worker first.
  if (process.uptime() > START_SECONDS) await alarmSilence();
  await sendDueMails();
}
