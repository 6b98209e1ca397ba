import { z } from "zod";
import { Recipients, splitAddresses } from "../mails/address-input.ts";
import { ScheduleVersion } from "./save-plan-input.ts";
import { REPORT_OCCASIONS } from "./status.ts";

/** More text than this is no list of recipients. */
const TEXT_MAX = 10_000;

const tick = z.preprocess(
  (value) => value === "1" || value === "on" || value === true,
  z.boolean(),
);

/** The tab "Information" as its form sends it. */
export const SaveReportInput = ScheduleVersion.extend({
  enabled: tick,
  /** Chips, or one text with addresses. */
  recipients: z.preprocess(
    (value) => splitAddresses([value ?? []].flat().join("\n").slice(0, TEXT_MAX)),
    Recipients,
  ),
  when: z.enum(REPORT_OCCASIONS, "Choose when to report."),
  attachLog: tick,
}).refine((report) => !report.enabled || report.recipients.length > 0, {
  path: ["recipients"],
  message: "Add at least one address, or switch the report off.",
});

export type SaveReport = z.output<typeof SaveReportInput>;
