"use server";

import { z } from "zod";
import { cancelRun } from "#lib/runs/cancel.ts";
import { PAGE_SIZES } from "#lib/runs/list-input.ts";
import { retryRun } from "#lib/runs/retry.ts";
import { stopRun } from "#lib/runs/stop.ts";
import { action } from "../../_server/action.ts";
import { rememberPageSize } from "./_components/page-size-cookie.ts";

const runId = z.coerce.number().int().positive();

export const stop = action(
  z.object({ runId, reason: z.string().trim().max(500).optional() }),
  async (viewer, input) => {
    await stopRun(viewer, input);
  },
);

export const cancel = action(z.object({ runId }), async (viewer, input) => {
  await cancelRun(viewer, input);
});

export const retry = action(
  z.object({
    runId,
    seenClaim: z.coerce.number().int().nonnegative(),
    title: z.string().max(300).catch(""),
  }),
  async (viewer, { title, ...input }) => {
    await retryRun(viewer, input);
    const flash = {
      text: `${title || `Run #${input.runId}`} is tried again.`,
      href: `/process-tracker/${input.runId}`,
      linkText: "Follow it",
    };
    return { flash };
  },
);

export const setPageSize = action(
  z.object({
    size: z.coerce.number().pipe(z.literal(PAGE_SIZES)),
    back: z.string().startsWith("?").max(2000).catch("?"),
  }),
  async (_viewer, { size, back }) => {
    await rememberPageSize(size);
    return { redirect: `/process-tracker${back}` };
  },
);
