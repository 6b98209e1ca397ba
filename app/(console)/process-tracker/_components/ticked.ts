"use client";

import type { ChosenRun } from "#lib/runs/choose-all.ts";
import { makeTicks } from "../../../_ui/ticks.ts";

export const ticked = makeTicks<ChosenRun>();

/** What is kept of a ticked row. */
export const tickedOf = ({ id, claim, status, may }: ChosenRun): ChosenRun => ({
  id,
  claim,
  status,
  may,
});
