import { expect, test } from "@playwright/test";
import { signInRequest } from "../support/people.ts";
import { makeRun } from "../support/run-rows.ts";
import { domainId, leave, outside } from "../support/runs.ts";
import { server } from "../support/server.ts";

const sql = outside();
test.afterAll(() => leave(sql));

test("without a session the stream is a 401 in JSON", async ({ request }) => {
  const answer = await request.get("/api/live?rows=all");
  expect(answer.status()).toBe(401);
  expect(Object.keys((await answer.json()) as object)).toEqual(["error"]);
});

test("a run of another domain can't be followed and is told from no run at all by nothing", async ({
  request,
}) => {
  const theirs = await makeRun(sql, {
    title: "not for alpine",
    status: "completed",
    domain_id: await domainId(sql, "borealis.example"),
  });
  await signInRequest(request, "alpineAdmin");
  const [other, unknown] = [
    await request.get(`/api/live?run=${theirs}`),
    await request.get("/api/live?run=987654321"),
  ];
  expect([other.status(), unknown.status()]).toEqual([404, 404]);
  expect(await other.text()).toBe(await unknown.text());
  const polled = await request.get(
    `/api/live?poll=1&rows=${theirs}&since=2020-01-01T00:00:00.000Z`,
  );
  expect(await polled.json()).toMatchObject({ runs: [] });
  expect((await request.get("/api/live?rows=1,x")).status()).toBe(422);
});

test("an eleventh stream of one session is refused, and the others go on", async ({
  playwright,
}) => {
  const context = await playwright.request.newContext({ baseURL: server.url });
  await signInRequest(context, "member");
  const cookie = (await context.storageState()).cookies
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  const leaving = new AbortController();
  const open = () =>
    fetch(`${server.url}/api/live`, { headers: { cookie }, signal: leaving.signal });
  const streams = [];
  for (let n = 0; n < 10; n += 1) streams.push(await open());
  for (const stream of streams) {
    expect(stream.status).toBe(200);
    expect(stream.headers.get("content-type")).toContain("text/event-stream");
    expect(stream.headers.get("cache-control")).toContain("no-transform");
    expect(stream.headers.get("x-accel-buffering")).toBe("no");
  }
  const eleventh = await open();
  expect(eleventh.status).toBe(429);
  await eleventh.body?.cancel();
  leaving.abort();
  await expect
    .poll(async () => {
      const again = new AbortController();
      const { status } = await fetch(`${server.url}/api/live`, {
        headers: { cookie },
        signal: again.signal,
      });
      again.abort();
      return status;
    })
    .toBe(200);
  await context.dispose();
});

test("a stream ends within ten seconds after its session", async ({ playwright }) => {
  const context = await playwright.request.newContext({ baseURL: server.url });
  await signInRequest(context, "member");
  const cookie = (await context.storageState()).cookies
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  const [before] = await sql`select max(created_at) as at from sessions`;
  const stream = await fetch(`${server.url}/api/live`, { headers: { cookie } });
  await sql`update sessions set ended_at = now(), ended_because = 'test' where created_at = ${before?.["at"]}`;
  const started = Date.now();
  for await (const _part of stream.body ?? []) expect(Date.now() - started).toBeLessThan(10_000);
  expect(Date.now() - started).toBeLessThan(10_000);
  await context.dispose();
});
