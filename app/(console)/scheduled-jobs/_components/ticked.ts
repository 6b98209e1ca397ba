"use client";

import { makeTicks } from "../../../_ui/ticks.ts";

/** A ticked job, with what the bar says of it while its row is on another page. */
export type Ticked = {
  id: string;
  identifier: string;
  /** Whether something of it is under way. */
  alive: boolean;
  mayRun: boolean;
  mayStop: boolean;
  /** What stopping means for it. */
  stopMeaning: string;
};

export const ticked = makeTicks<Ticked>();
