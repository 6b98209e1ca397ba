import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { stopRun } from "#lib/runs/stop.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { defineFault } from "./fault.ts";
import type { Site } from "./site.ts";

const RACES = 1_000;
/** Fewer than the worker has slots, so that each run is taken at once. */
const LANES = 3;
/** Of either outcome, for the race to have been one. */
const LEAST_OF_EACH = 50;

type Outcome = "cancelled" | "running";

export const fault = defineFault({
  id: "F14",
  title: `Stop and a worker's claim race for a queued run, ${RACES.toLocaleString("en")} times`,
  rounds: 1,
  inTests: true,
  maxSeconds: 300,
  round: async (site) => {
    await site.startWorker();
    const outcomes = new Map<number, Outcome>();
    await Promise.all(Array.from({ length: LANES }, (_, lane) => runLane(site, lane, outcomes)));
    const wrong = await contradictions(site, outcomes);
    assert.deepEqual([...wrong], [], "what was answered and what became of it");
    const count = (outcome: Outcome) => [...outcomes.values()].filter((one) => one === outcome);
    const [cancelled, running] = [count("cancelled").length, count("running").length];
    assert.equal(cancelled + running, RACES);
    assert.ok(Math.min(cancelled, running) >= LEAST_OF_EACH, `${cancelled} to ${running}: no race`);
    return { "stopped without effect": cancelled, "taken first": running };
  },
});

/** Keeps to the moment of the claim: a little later after each cancelled run, a little sooner after each taken one. */
async function runLane(site: Site, lane: number, outcomes: Map<number, Outcome>): Promise<void> {
  let waitMs = 5;
  for (let race = lane; race < RACES; race += LANES) {
    const id = await site.start("count", { rows: 1, prefix: `f14-${race}-` });
    await sleep(waitMs * (0.5 + site.random()));
    const outcome = await press(site, id);
    outcomes.set(id, outcome);
    waitMs = Math.max(0.5, waitMs * (outcome === "cancelled" ? 1.15 : 0.87));
    await site.until(`run ${id} to end`, async () => {
      const { status } = await site.run(id);
      return ["cancelled", "stopped", "completed"].includes(status);
    });
  }
}

/** What the person who pressed Stop was told. */
async function press(site: Site, runId: number): Promise<Outcome> {
  try {
    return (await stopRun(site.viewer, { runId })).status === "cancelled" ? "cancelled" : "running";
  } catch (error) {
    if (isRefusal(error, "conflict")) return "running";
    throw error;
  }
}

/** A cancelled one was never taken and has done nothing; the other was taken once, and wrote its row if it completed. */
function contradictions(site: Site, outcomes: Map<number, Outcome>) {
  const told = site.sql.json(Object.fromEntries(outcomes));
  return site.sql`
    select r.id, told.value as told, r.status, r.claim, done.* from jsonb_each_text(${told}) told
    join runs r on r.id = told.key::bigint
    cross join lateral (select
      (select count(*) from attempts where run_id = r.id)::int as attempts,
      (select count(*) from log_lines where run_id = r.id)::int as lines,
      (select count(*) from steps where run_id = r.id and status <> 'waiting')::int as steps,
      (select count(*) from products where created_by_run = r.id)::int as products) done
    where not coalesce(case told.value
      when 'cancelled' then r.status = 'cancelled' and r.claim = 0 and attempts + lines + steps + products = 0
      else r.claim = 1 and attempts = 1 and (r.status = 'completed' and products = 1 or r.status = 'stopped' and products <= 1)
    end, false)`;
}
