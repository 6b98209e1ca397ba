import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";
import { DATABASE_AWAY } from "#lib/text/channels.ts";

/**
 * Makes pages answer 503 instead of 500 when it was the database that did not answer: whoever watches the console, and the proxy
 * before it, can tell an outage from a fault. Next lets a page choose 401, 403 and 404 only, so the status is changed where it
 * leaves the process.
 */
export function answerUnavailable(): void {
  const current = new AsyncLocalStorage<{ isAway: boolean }>();
  subscribe("http.server.request.start", (message) => {
    const request = { isAway: false };
    current.enterWith(request);
    adjust((message as { response: ServerResponse }).response, request);
  });
  // Subscribers are called in the context of whoever publishes: the request that met the outage.
  subscribe(DATABASE_AWAY, () => {
    const request = current.getStore();
    if (request) request.isAway = true;
  });
}

function adjust(response: ServerResponse, request: { isAway: boolean }): void {
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    if (status !== 500 || !request.isAway) return writeHead(status, ...rest);
    response.setHeader("retry-after", "2");
    return writeHead(503, ...rest);
  };
}
