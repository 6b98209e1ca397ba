"use server";

import { z } from "zod";
import { cancelRun } from "#lib/runs/cancel.ts";
import { releaseRun } from "#lib/runs/release.ts";
import { retryRun } from "#lib/runs/retry.ts";
import { SettleInput } from "#lib/runs/settle-input.ts";
import { settleRun } from "#lib/runs/settle.ts";
import { stopRun } from "#lib/runs/stop.ts";
import { action } from "../../../_server/action.ts";

const RunInput = z.object({ runId: z.coerce.number().int().positive() });

const SeenInput = RunInput.extend({
  /** The claim that was on screen: a late second click makes no second attempt. */
  seenClaim: z.coerce.number().int().min(0).optional(),
});

export const stop = action(RunInput, async (viewer, input) => void (await stopRun(viewer, input)));

export const cancel = action(
  RunInput,
  async (viewer, input) => void (await cancelRun(viewer, input)),
);

export const retry = action(
  SeenInput,
  async (viewer, input) => void (await retryRun(viewer, input)),
);

export const release = action(
  SeenInput,
  async (viewer, input) => void (await releaseRun(viewer, input)),
);

export const settle = action(
  SettleInput,
  async (viewer, input) => void (await settleRun(viewer, input)),
);
