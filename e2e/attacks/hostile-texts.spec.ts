import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { makeIssues } from "../support/issues.ts";
import { everyPage } from "../support/pages.ts";
import { makeLogLines, makeRun, makeSteps } from "../support/run-rows.ts";
import { ask, signedInAs } from "./http.ts";
import { XSS } from "./hostile-words.ts";
import { expect, test, type OwnConsole } from "./own-console.ts";
import { webUrl } from "./own-web.ts";

// On a busy machine many requests take their time; none of them waits for a moment to come.
test.describe.configure({ timeout: 400_000 });

let hostileRun: number;
let mailId: string;

/** Puts the thirty texts wherever a person, a file or a program can bring one in. */
test.beforeAll(async ({ own }) => {
  const { sql } = own.database;
  const [domain] = await sql`select id from domains where name = 'alpine.example'`;
  const [user] = await sql`select id from users where email = 'system@nightshift.example'`;
  const [domain_id, user_id] = [domain?.["id"], user?.["id"]];
  const all = XSS.join(" ");
  for (const [at, text] of XSS.entries()) {
    const status = ["failed", "completed-with-warnings", "stopped", "running"][at % 4] as string;
    await makeRun(sql, {
      title: text,
      domain_id,
      started_by: user_id,
      status,
      updated_by: text,
      message: text,
      error_message: text,
      error_code: "error",
      stop_reason: text,
      stop_requested_by: text,
      started_at: new Date(),
      ended_at: status === "running" ? null : new Date(),
    });
    await sql`insert into notices (id, user_id, domain_id, outcome, title, created_at)
      values (gen_random_uuid(), ${user_id}, ${domain_id}, 'failed', ${text}, now())`;
    await sql`insert into products (id, domain_id, sku, sku_key, name, family, categories, groups, attributes, content_hash, created_at, updated_at)
      values (gen_random_uuid(), ${domain_id}, ${` ${text}`}, ${` ${at}`}, ${text}, ${text}, ${[text]}, ${[text]}, ${sql.json({ [text]: [{ value: text }] })}, 'x', now(), now())`;
  }
  hostileRun = await makeRun(sql, {
    title: XSS[0] as string,
    domain_id,
    started_by: user_id,
    status: "failed",
    attempt: 1,
    claim: 1,
    started_at: new Date(),
    ended_at: new Date(),
    error_code: "error",
    error_message: all,
    message: all,
    parameters: sql.json(Object.fromEntries(XSS.map((text) => [text, text]))),
  });
  await makeSteps(
    sql,
    hostileRun,
    XSS.slice(0, 9).map((text) => ({
      title: text,
      name: text,
      message: text,
      status: "failed",
      tallies: sql.json({ [text]: 1 }),
    })),
  );
  await makeLogLines(
    sql,
    hostileRun,
    XSS.map((message) => ({ message, step: message })),
  );
  await makeIssues(sql, hostileRun, XSS.length);
  await sql`insert into attempts (run_id, claim, attempt, domain_id, worker_name, started_at, ended_at, outcome, error_code, error_message, error_trace)
    values (${hostileRun}, 1, 1, ${domain_id}, ${XSS[9] as string}, now(), now(), 'failed', 'error', ${all}, ${all})`;
  for (const [at, text] of XSS.entries())
    await sql`update issues set column_name = ${text}, value = ${text}, message = ${text}, code = ${text} where run_id = ${hostileRun} and seq = ${at + 1}`;
  await sql`update issue_groups set columns = ${[...XSS]}, sample = ${all} where run_id = ${hostileRun}`;
  await sql`insert into files (id, domain_id, kind, run_id, name, content_type, size_bytes, sha256, storage_key, created_at)
    values (gen_random_uuid(), ${domain_id}, 'result', ${hostileRun}, ${all}, 'text/csv', 3, 'x', '2026-01/x', now())`;
  await sql`update schedules set paused_reason = ${all}, paused_at = now(), paused_by = ${all}, report_recipients = ${["a@b.example"]} where job_type = 'stock-level-check'`;
  await sql`update users set name = ${XSS[9] as string} where id = ${user_id}`;
  await sql`update workers set name = ${XSS[1] as string}`;
  const [mail] =
    await sql`insert into mails (id, domain_id, kind, run_id, recipient, because, subject, text_body, html_body, message_id, status, last_answer, created_at, sent_at)
    values (gen_random_uuid(), ${domain_id}, 'report', ${hostileRun}, 'a@b.example', ${all}, ${all}, ${all}, ${all}, 'x@y', 'sent', ${all}, now(), now()) returning id`;
  mailId = mail?.["id"] as string;
});

/** Whether code ran in a page, and what its policy had to hold back. */
async function watch(page: Page): Promise<() => Promise<{ ran: number; held: string[] }>> {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    const held: string[] = [];
    Object.assign(window, { __held: held });
    document.addEventListener("securitypolicyviolation", (event) =>
      held.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  return async () => {
    const found = await page.evaluate(() => {
      const { __ran, __held } = window as unknown as { __ran?: number; __held?: string[] };
      return { ran: __ran ?? 0, held: __held ?? [] };
    });
    return { ran: found.ran + dialogs.length, held: found.held };
  };
}

async function enter(page: Page, own: OwnConsole): Promise<void> {
  const cookie = await signedInAs("system", own);
  const [name = "", value = ""] = cookie.split(/=(.*)/);
  await page.context().addCookies([{ name, value, url: own.url }]);
}

test("S27: thirty texts with code in every place of every page: none runs, and the policy has nothing to hold back", async ({
  own,
  page,
}) => {
  await enter(page, own);
  const found = await watch(page);
  const { sql } = own.database;
  const [product] = await sql`select id from products where sku_key = ' 0'`;
  const [schedule] =
    await sql`select id from schedules where job_type = 'stock-level-check' and paused_reason is not null limit 1`;
  const job = `/scheduled-jobs/${schedule?.["id"]}`;
  const paths = [
    ...(await everyPage(sql)),
    `/process-tracker/${hostileRun}`,
    `/process-tracker/${hostileRun}?all=1`,
    `/process-tracker/${hostileRun}/log?view=page`,
    `/process-tracker/${hostileRun}/log`,
    `/products/${product?.["id"]}`,
    "/products?q=script",
    job,
    `${job}/scheduling`,
    `${job}/executions`,
    `/administration/mail?mail=${mailId}`,
    `/administration/mail?mail=${mailId}&part=text`,
    ...XSS.slice(0, 6).map((text) => `/process-tracker?q=${encodeURIComponent(text)}`),
    `/sign-in?email=${encodeURIComponent(XSS[1] as string)}`,
  ];
  for (const path of paths) {
    const answer = await page.goto(own.url + path);
    expect(answer?.status(), path).toBeLessThan(500);
    // Until the page's own scripts have taken over what the server drew.
    await page.waitForLoadState("load");
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))),
    );
    expect(await found(), path).toEqual({ ran: 0, held: [] });
    expect(new URL(page.url()).host, path).toBe(new URL(own.url).host);
  }
});

test("S27: a name of a page's own cookies is shown as what it is", async ({ own, page }) => {
  await enter(page, own);
  const found = await watch(page);
  const text = encodeURIComponent(
    JSON.stringify({ text: XSS[9], href: "javascript:window.__ran=1", linkText: XSS[1] }),
  );
  for (const [name, value] of [
    ["flash", text],
    ["theme", '"><script>window.__ran=1</script>'],
    ["times", "x"],
  ])
    await page
      .context()
      .addCookies([
        { name: name as string, value: encodeURIComponent(value as string), url: own.url },
      ]);
  await page.goto(`${own.url}/process-tracker`);
  expect(await found()).toEqual({ ran: 0, held: [] });
});

test("S27: a report about such a run holds them as text, opened as a page too", async ({
  own,
  page,
}) => {
  await enter(page, own);
  await page.goto(own.url);
  const eml = await page.request.get(`${own.url}/api/mails/${mailId}/eml`);
  expect(eml.headers()["content-disposition"]).toContain("attachment");
  const { stdout: html } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, "print-report.ts"), String(hostileRun)],
    { env: { ...process.env, DATABASE_URL_WEB: webUrl(own.database.url) } },
  );
  expect(html).toContain("&lt;script&gt;");
  const letter = await page.context().newPage();
  const found = await watch(letter);
  await letter.setContent(html);
  expect(await found()).toEqual({ ran: 0, held: [] });
  expect(
    await letter.locator("script, iframe, object, base, [onerror], [onload], [onfocus]").count(),
  ).toBe(0);
});

const UNSEEN: Array<[string, string]> = [
  ["first\r\nsecond\rthird", "first\\x0d"],
  ["\u001b[31mred\u001b[0m \u001b]0;title\u0007", "\\x1b[31mred"],
  ["abc\u202etxt.exe", "abc\\u202etxt.exe"],
  ["\u2066hidden\u2069", "\\u2066hidden"],
  ["bell\u0007 back\b", "bell\\x07"],
];

test("S28: what is hidden in a line is written out, on the page and in the download, one record each", async ({
  own,
  page,
}) => {
  const { sql } = own.database;
  const [domain] = await sql`select id from domains where name = 'alpine.example'`;
  const run = await makeRun(sql, {
    domain_id: domain?.["id"],
    status: "completed",
    ended_at: new Date(),
    title: "hidden.csv",
  });
  await makeLogLines(
    sql,
    run,
    UNSEEN.map(([message]) => ({ message })),
  );
  await enter(page, own);
  await page.goto(`${own.url}/process-tracker/${run}/log?view=page`);
  const shown = await page.getByRole("main").innerText();
  for (const [, visible] of UNSEEN) expect(shown).toContain(visible);
  expect(shown).not.toMatch(/[\u001b\u0007\u202e\u2066\r]/);
  const cookie = await signedInAs("system", own);
  const { body } = await ask({
    base: own.url,
    path: `/api/runs/${run}/log.txt`,
    headers: { cookie },
  });
  const records = body.split("\n").filter((line) => /^\d+\t/.test(line));
  expect(records.length).toBe(UNSEEN.length);
  expect(body).not.toMatch(/[\u001b\u0007\u202e\u2066\r]/);
  for (const [, visible] of UNSEEN) expect(body).toContain(visible);
});
