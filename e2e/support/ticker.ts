// A scheduler as a process of its own, for tests that kill it or turn its host's clock. Ticks when told to, or all the time.
import { registerJobTypes } from "#lib/job-types/find.ts";
import { closeDatabase, useDatabaseRole } from "#lib/platform/db.ts";
import { tick, type Ticked } from "#lib/schedules/tick.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { plannedTypes } from "./planned-types.ts";

const shiftMs = Number(process.env["HOST_CLOCK_SHIFT_MS"] ?? 0);
const hostNow = Date.now.bind(Date);
if (shiftMs !== 0) {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given: [number?]) {
      super(...((given.length > 0 ? given : [hostNow() + shiftMs]) as [number]));
    }
    static override now = () => hostNow() + shiftMs;
  } as DateConstructor;
}

registerJobTypes(plannedTypes);
useDatabaseRole("worker", 2);
process.on("disconnect", () => process.exit(0));
process.on("message", (message: "tick" | "always" | "end") => void obey(message));
process.send?.("ready");

async function obey(message: "tick" | "always" | "end"): Promise<void> {
  if (message === "end") {
    await closeDatabase();
    process.exit(0);
  }
  for (;;) {
    process.send?.(await tick().catch(orNothing));
    if (message !== "always") return;
  }
}

/** As a worker does: a database that is away for a moment is asked again. */
function orNothing(error: unknown): Ticked {
  if (!isRefusal(error, "unavailable")) throw error;
  return { decidedCount: 0, started: [] };
}
