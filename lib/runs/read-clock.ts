import { now } from "../platform/clock.ts";
import { writeAsRun, type Claim } from "./fence.ts";

/** The database clock, for a handler. */
export const readClock = (run: Claim): Promise<Date> => writeAsRun(run, now);
