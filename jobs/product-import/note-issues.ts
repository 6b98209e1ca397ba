import type { StepContext } from "#lib/job-types/define.ts";
import type { Row } from "./read-rows.ts";

/** Says what is wrong with a row; a refused one is kept with its cells, to be corrected and uploaded again. */
export function noteIssues(step: StepContext, { csv, product, issues }: Row): void {
  for (const { severity, code, message, column, value } of issues) {
    const cells = product === null && severity === "refused" ? cellsOf(csv) : undefined;
    step.issue({ severity, code, message, row: csv.rowNumber, column, value, cells });
  }
}

/** Of a row whose quotes could not be read there is only its text. */
const cellsOf = ({ cells, raw }: Row["csv"]) => (raw === undefined ? cells : [raw]);
