import { watchWorkers } from "#lib/workers/watchdog.ts";
import { prepareJobTypes } from "./job-types.ts";
import { answerUnavailable } from "./unavailable-status.ts";
import { announceSetup } from "#lib/people/announce-setup.ts";

const STREAMS = Symbol.for("nightshift.streams");

/** What the web process does beside answering: it ends its streams when it is asked to stop, and watches over the workers. */
export async function startWebProcess(): Promise<void> {
  process.on("SIGTERM", closeStreams);
  process.on("SIGINT", closeStreams);
  answerUnavailable();
  await prepareJobTypes();
  watchWorkers();
  await announceSetup();
}

/** `next start` waits for open responses, and an event stream never ends by itself. */
function closeStreams(): void {
  const open = (globalThis as unknown as Record<symbol, Set<{ close(): void }> | undefined>)[
    STREAMS
  ];
  for (const stream of open ?? []) stream.close();
}
