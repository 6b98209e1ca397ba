import { z } from "zod";
import { isMomentText } from "../text/moment-text.ts";

/** More rows than the largest page of a list are followed by nobody. */
const ROWS_MAX = 200;

const ids = z
  .string()
  .max(4000)
  .transform((value) => value.split(",").filter(Boolean).map(Number))
  .refine(
    (list) => list.length <= ROWS_MAX && list.every((id) => Number.isSafeInteger(id) && id > 0),
  );

/** What a page asks the live stream for. */
export const LiveInput = z.object({
  /** Numbers of the runs on screen, or "all": whatever the viewer may see. */
  rows: z
    .union([z.literal("all"), ids])
    .optional()
    .transform((rows) => rows ?? []),
  /** The run that the page is about; one that the viewer can't see is refused. */
  run: z.coerce.number().int().positive().optional(),
  /** Query string of the list on screen, and the highest number in it: what is new is counted above that. */
  list: z.string().max(2000).optional(),
  top: z.coerce.number().int().nonnegative().optional(),
  /** The server's clock when the page was read: what changed since is sent first. */
  since: z.string().refine(isMomentText).optional(),
});

export type LiveInterest = z.output<typeof LiveInput>;
