import { notFound } from "#lib/text/refusal.ts";

export type RunParams = { runId: string };

/** The number in the address. Throws Refusal `not-found` for anything else, as for a run that does not exist. */
export function runIdOf({ runId }: RunParams): number {
  if (!/^[1-9]\d{0,14}$/.test(runId)) throw notFound("This run");
  return Number(runId);
}
