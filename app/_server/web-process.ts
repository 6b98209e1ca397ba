import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";
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

type Stream = { close(): void };

/**
 * `next start` waits for open responses, and an event stream never ends by itself. A browser comes back at once, on the connection
 * that it has and that is still served: what it opens now is closed again, and the connection with it.
 */
function closeStreams(): void {
  const shared = globalThis as unknown as Record<symbol, Set<Stream> | undefined>;
  const open = shared[STREAMS] ?? [];
  shared[STREAMS] = new ClosedStreams();
  subscribe("http.server.request.start", (message) => {
    (message as { response: ServerResponse }).response.setHeader("connection", "close");
  });
  for (const stream of open) stream.close();
}

class ClosedStreams extends Set<Stream> {
  override add(stream: Stream): this {
    queueMicrotask(() => stream.close());
    return this;
  }
}
