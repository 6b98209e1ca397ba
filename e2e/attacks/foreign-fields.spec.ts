import { expect, request, test } from "@playwright/test";
import { actionId, postAction } from "../support/actions.ts";
import { signInRequest } from "../support/people.ts";
import { domainId, outside } from "../support/runs.ts";
import { server } from "../support/server.ts";

const sql = outside();
test.afterAll(() => sql.end());

type Schedule = { id: string; version: number; paused_at: Date | null };

const read = async (id: string) => {
  const [row] = await sql<Schedule[]>`select * from schedules where id = ${id}`;
  return row as Schedule;
};

/** What the product says about jobs and where each of them belongs. */
const declared = async () => ({
  jobs: await sql`select name, title, description, kind, scope from job_types order by name`,
  places: await sql`select id, job_type, domain_id, created_at from schedules order by id`,
});

test("S3: domain, identifier and description of a job stay what they are, whatever an administrator sends along", async () => {
  const alpine = await domainId(sql, "alpine.example");
  const borealis = await domainId(sql, "borealis.example");
  // The last by its name: other tests take the first.
  // Not the one that the table of rights watches at the same time.
  const [mine] = await sql<Schedule[]>`
    select * from schedules where domain_id = ${alpine} and paused_at is null and retired_at is null
      and job_type <> 'stock-level-check' order by job_type desc limit 1`;
  const { id } = mine as Schedule;
  const before = await declared();
  const foreign = {
    id: "00000000-0000-7000-8000-000000000000",
    domainId: borealis,
    domain_id: borealis,
    domain: "borealis.example",
    jobType: "database-backup",
    job_type: "database-backup",
    name: "mine",
    identifier: "mine",
    title: "Mine",
    description: "Mine",
    createdAt: "2020-01-01",
  };
  const context = await request.newContext({ baseURL: server.url });
  await signInRequest(context, "alpineAdmin");
  const send = async (deed: "pause" | "resume", more: Record<string, string>) => {
    const version = String((await read(id)).version);
    const fields = { ...foreign, scheduleId: id, version, ...more };
    return await postAction(context, actionId(`scheduled-jobs/actions.ts#${deed}`), fields);
  };
  try {
    await send("pause", { reason: "Sent with foreign fields" });
    expect((await read(id)).paused_at, "what he may do is done").not.toBeNull();
    expect(await declared()).toEqual(before);
  } finally {
    await send("resume", {});
  }
  expect((await read(id)).paused_at).toBeNull();
  expect(await declared()).toEqual(before);
  await context.dispose();
});
