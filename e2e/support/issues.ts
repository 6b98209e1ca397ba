import type postgres from "postgres";

/** Gives a run issues of one group, each with its refused row. */
export async function makeIssues(sql: postgres.Sql, runId: number, count: number): Promise<void> {
  const [run] = await sql`select created_at, domain_id from runs where id = ${runId}`;
  const key = {
    run_created_at: run?.["created_at"] as Date,
    run_id: runId,
    domain_id: run?.["domain_id"] as string,
  };
  const at = Array.from({ length: count }, (_, index) => index + 1);
  const group = {
    code: "option-unknown",
    severity: "refused",
    columns: ["colour"],
    sample: "The value is not an option",
  };
  await sql`insert into issue_groups ${sql({ run_id: runId, domain_id: key.domain_id, issue_count: count, ...group })}`;
  await sql`insert into issues ${sql(
    at.map((seq) => ({
      ...key,
      seq,
      severity: "refused",
      code: "option-unknown",
      row_number: seq + 1,
      column_name: "colour",
      value: `petrol-${seq}`,
      message: `“petrol-${seq}” is not an option of colour`,
    })),
  )}`;
  for (const seq of at) {
    const cells = [`sku-${seq}`, `petrol-${seq}`];
    await sql`insert into refused_rows ${sql({ ...key, seq, row_number: seq + 1, cells, reason: "not an option" })}`;
  }
}
