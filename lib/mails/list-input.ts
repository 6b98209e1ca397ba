import { z } from "zod";
import { queryValue } from "../text/query-value.ts";
import { MAIL_STATUSES, PARTS, type MailStatus } from "./status.ts";

/** The address of the mail page: which mails, and which of them is open. */
export const MailQuery = z.object({
  status: z
    .string()
    .max(200)
    .transform((text) => text.split(",").filter(isStatus))
    .catch([]),
  q: z.preprocess(queryValue, z.string().trim().max(100)).catch(""),
  before: z.uuid().optional().catch(undefined),
  mail: z.uuid().optional().catch(undefined),
  part: z.enum(PARTS).catch("sent"),
});

export type MailFilters = z.output<typeof MailQuery>;

const isStatus = (text: string): text is MailStatus => MAIL_STATUSES.includes(text as MailStatus);
