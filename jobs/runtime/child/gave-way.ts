import type { StopReason } from "../messages.ts";

/** Thrown at safe points, and the reason of the signal, when a run is to end early. Handlers let it pass. */
export class GaveWay extends Error {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(reason === "stop" ? "The run was asked to stop." : "The run leaves this process.");
    this.name = "GaveWay";
    this.reason = reason;
  }
}

/** Whether what a handler threw only says that it obeyed its signal. */
export function obeyed(thrown: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted || !(thrown instanceof Error)) return false;
  return (
    thrown === signal.reason ||
    thrown.name === "GaveWay" ||
    thrown.name === "AbortError" ||
    thrown.cause === signal.reason
  );
}
