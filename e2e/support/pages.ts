import type postgres from "postgres";
import { domainId } from "./runs.ts";

/** An address of each page that a system administrator can open, with one object where a page takes one. */
export async function everyPage(sql: postgres.Sql): Promise<string[]> {
  const alpine = await domainId(sql, "alpine.example");
  const [run] =
    await sql`select id from runs where status = 'completed' and domain_id = ${alpine} order by id limit 1`;
  const [product] =
    await sql`select id from products where domain_id = ${alpine} order by id limit 1`;
  const [schedule] =
    await sql`select id from schedules where domain_id = ${alpine} and retired_at is null order by id limit 1`;
  const job = `/scheduled-jobs/${schedule?.["id"]}`;
  return [
    "/",
    "/process-tracker",
    `/process-tracker/${run?.["id"]}`,
    `/process-tracker/${run?.["id"]}/log?view=page`,
    "/notices",
    "/scheduled-jobs",
    "/scheduled-jobs/upcoming",
    job,
    `${job}/scheduling`,
    `${job}/executions`,
    "/imports",
    "/products",
    `/products/${product?.["id"]}`,
    "/administration/mail",
  ];
}
