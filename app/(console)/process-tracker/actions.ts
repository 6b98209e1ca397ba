"use server";

import { z } from "zod";
import { cancelRun } from "#lib/runs/cancel.ts";
import { doMany } from "#lib/runs/do-many.ts";
import { foreseeMany } from "#lib/runs/foresee-many.ts";
import { PAGE_SIZES } from "#lib/runs/list-input.ts";
import { ManyInput } from "#lib/runs/many-input.ts";
import { retryRun } from "#lib/runs/retry.ts";
import { stopRun } from "#lib/runs/stop.ts";
import { action } from "../../_server/action.ts";
import { rememberPageSize } from "./_components/page-size-cookie.ts";
import type { ManyOutcome } from "./_components/many-answer.tsx";

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

/** Counts what it would do with the ticked runs, or does it with those that were counted. */
export const onTicked = action(ManyInput, async (viewer, input): Promise<Answered> => {
  if (input.step === "do") return { value: { step: "do", answer: await doMany(viewer, input) } };
  return { value: { step: "count", foreseen: await foreseeMany(viewer, input) }, isStill: true };
});

type Answered = { value: ManyOutcome; isStill?: boolean };

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
