import { z } from "zod";
import { MANY_DEEDS, MANY_MAX, type SeenRun } from "./seen-input.ts";
import { SettleInput } from "./settle-input.ts";
import { RUN_STATUSES, type RunStatus } from "./status.ts";

const seenRun = z
  .string()
  .regex(/^[1-9]\d{0,14}:\d{1,9}:[a-z-]+$/, "No such run.")
  .transform((text): SeenRun => {
    const [runId, seenClaim, seenStatus] = text.split(":");
    return {
      runId: Number(runId),
      seenClaim: Number(seenClaim),
      seenStatus: seenStatus as RunStatus,
    };
  })
  .refine(({ seenStatus }) => RUN_STATUSES.includes(seenStatus), "No such status.");

/** A box each, or one field with all of them; a run that stands there twice counts once. */
const runs = z.preprocess(
  (value) => {
    const texts = [value ?? []].flat().join(",").split(",").filter(Boolean);
    return [...new Map(texts.map((text) => [text.split(":", 1)[0], text])).values()];
  },
  z
    .array(seenRun)
    .min(1, "Select at least one run.")
    .max(MANY_MAX, `At most ${MANY_MAX.toLocaleString("en")} runs at once.`),
);

const step = z.literal("do");

/** First they are counted, then it is done with exactly those that were counted. Setting to done takes a reason, and the number typed. */
export const ManyInput = z.discriminatedUnion("step", [
  z.object({
    step: z.literal("count"),
    deed: z.enum(MANY_DEEDS, "Say what to do with them."),
    runs,
  }),
  z.discriminatedUnion("deed", [
    z.object({ step, deed: z.literal("stop"), runs }),
    z.object({ step, deed: z.literal("retry"), runs }),
    z
      .object({
        step,
        deed: z.literal("settle"),
        runs,
        reason: SettleInput.shape.reason,
        typed: z.string("Type how many they are.").trim(),
      })
      .refine(({ runs: { length }, typed }) => typed === String(length), {
        path: ["typed"],
        message: "Type how many they are, as it stands in the question.",
      }),
  ]),
]);

export type Many = z.output<typeof ManyInput>;
