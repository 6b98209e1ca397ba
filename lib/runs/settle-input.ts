import { z } from "zod";

/** Setting a run to done as its form sends it: the run's number is typed once more, so that it is not done in passing. */
export const SettleInput = z
  .object({
    runId: z.coerce.number().int().positive(),
    reason: z
      .string("Say why.")
      .trim()
      .min(1, "Say why.")
      .max(500, "Say it in at most 500 characters."),
    typed: z.string("Type the run’s number.").trim(),
  })
  .refine(({ runId, typed }) => typed === String(runId), {
    path: ["typed"],
    message: "Type the run’s number as it stands in its title.",
  });

export type Settle = Pick<z.output<typeof SettleInput>, "runId" | "reason">;
