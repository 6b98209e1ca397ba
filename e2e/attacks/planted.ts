import type postgres from "postgres";
import { makeObjects, type Objects } from "../access/objects.ts";
import { makeIssues } from "../support/issues.ts";
import { makeLogLines, makeSteps } from "../support/run-rows.ts";

/** Objects of every kind with words in them that nobody may read without a right. */
export type Planted = Objects & { canaries: string[] };

/** Plants them in a console of one's own, whose seed has run. */
export async function plant(sql: postgres.Sql): Promise<Planted> {
  const objects = await makeObjects(sql);
  for (const id of Object.values(objects.runs)) {
    await makeSteps(sql, id, [{ status: "completed", message: "canary-step" }]);
    await makeLogLines(sql, id, [{ message: "canary-log one" }, { message: "canary-log two" }]);
  }
  await makeIssues(sql, objects.runs.ofOperator, 3);
  await sql`update products set name = 'canary-product' where id in ${sql(Object.values(objects.products))}`;
  // The titles of the planted runs begin with the first one, the issues' values with the second.
  return { ...objects, canaries: ["canary-", "petrol-"] };
}
