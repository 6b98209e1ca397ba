import { z } from "zod";
import { PlanInput } from "./plan-input.ts";
import { SavePlanInput } from "./save-plan-input.ts";
import { SaveReportInput } from "./save-report-input.ts";

/** Empty fields for further times are no times. */
function withoutBlanks(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("times" in value)) return value;
  const times = [value.times].flat().filter((time) => time !== "");
  return { ...value, times };
}

/** The plan as its form sends it while one types. */
export const PlanForm = z.preprocess(withoutBlanks, PlanInput);

/** The tab "Scheduling" as its form sends it. */
export const SavePlanForm = z.preprocess(withoutBlanks, SavePlanInput);

/** Without scripts the cross on an address sends the form without it. */
function withoutRemoved(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("remove" in value)) return value;
  const listed = "recipients" in value ? [value.recipients].flat() : [];
  return { ...value, recipients: listed.filter((address) => address !== value.remove) };
}

/** The tab "Information" as its form sends it. */
export const SaveReportForm = z.preprocess(withoutRemoved, SaveReportInput);
