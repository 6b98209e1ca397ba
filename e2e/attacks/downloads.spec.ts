import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { domainId, outside } from "../support/runs.ts";
import { makeRun } from "../support/run-rows.ts";
import { expect, test, type Page } from "@playwright/test";
import { signIn } from "../support/people.ts";
import { server } from "../support/server.ts";
import { ask, signedInAs } from "./http.ts";

// On a busy machine many requests take their time; none of them waits for a moment to come.
test.describe.configure({ timeout: 400_000 });

const sql = outside();
test.afterAll(() => sql.end());

type Stored = { runId: number; fileId: string; path: string };

/** A result of a finished run, with its bytes in the store. */
async function store(domain: string, name: string, type: string, text: string): Promise<Stored> {
  const id = randomUUID();
  const key = `2026-01/${id}`;
  const folder = join(process.env["NIGHTSHIFT_DATA"] as string, "files", "2026-01");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, id), text);
  const domain_id = await domainId(sql, domain);
  const ended = new Date();
  const runId = await makeRun(sql, {
    status: "completed",
    domain_id,
    ended_at: ended,
    title: "attack",
  });
  await sql`insert into files (id, domain_id, kind, run_id, name, content_type, size_bytes, sha256, storage_key, created_at)
    values (${id}, ${domain_id}, 'result', ${runId}, ${name}, ${type}, ${Buffer.byteLength(text)}, 'x', ${key}, now())`;
  return { runId, fileId: id, path: `/api/runs/${runId}/files/${id}` };
}

test("S33: an address of a download that is not exactly one's own file is 404, whatever it is made of", async () => {
  const mine = await store("alpine.example", "mine.csv", "text/csv", "sku\nA\n");
  const theirs = await store("borealis.example", "theirs.csv", "text/csv", "secret-of-borealis");
  const cookie = await signedInAs("alpineAdmin");
  const base = `/api/runs/${mine.runId}/files`;
  const ids = [
    theirs.fileId,
    randomUUID(),
    mine.fileId.toUpperCase(),
    `${mine.fileId}%00`,
    `${mine.fileId}.csv`,
    `%2e%2e%2f${theirs.fileId}`,
    "..%2f..%2fsecrets.json",
    "..%252f..%252fsecrets.json",
    "....%2f%2fsecrets.json",
    "%5c..%5csecrets.json",
    "%2fetc%2fpasswd",
    "%c0%ae%c0%ae%c0%afetc",
    "2026-01%2f" + mine.fileId,
    "file:%2f%2f%2fetc%2fpasswd",
    "' or '1'='1",
    "*",
    "x".repeat(4000),
  ];
  const runs = [
    "..",
    "%2e%2e",
    "0",
    "-1",
    `0${mine.runId}`,
    `${mine.runId}.0`,
    `${mine.runId}%20`,
    "1e9",
    String(theirs.runId),
  ];
  const paths = [
    ...ids.map((id) => `${base}/${encodeURI(id).replaceAll("%25", "%")}`),
    ...runs.map((run) => `/api/runs/${run}/files/${mine.fileId}`),
    theirs.path,
    `${base}/../../${theirs.runId}/files/${theirs.fileId}`,
    `/api/runs/${theirs.runId}/files/${mine.fileId}`,
  ];
  for (const path of paths) {
    const answer = await ask({ path, headers: { cookie } });
    // What can't be decoded at all never reaches a route.
    expect(path.includes("%c0") ? [404, 400, 500] : [404, 308], path).toContain(answer.status);
    expect(answer.body, path).not.toMatch(/secret-of-borealis|root:|authSecret/);
  }
  const own = await ask({ path: mine.path, headers: { cookie } });
  expect([own.status, own.body]).toEqual([200, "sku\nA\n"]);
});

test("S34: whatever a file is called, its download has one header of its name, and a name that is safe", async () => {
  const names = [
    'a"b\r\nSet-Cookie: stolen=1\r\n\r\n<script>.csv',
    "quote'semicolon;filename=evil.exe;.csv",
    "invoice\u202evsc.exe",
    "../../etc/passwd",
    "\\\\server\\share.csv",
    `${"ü".repeat(300)}.csv`,
    "💣\u0000.csv".replace("\u0000", "\u0001"),
    ".htaccess",
    "%0d%0aX: y.csv",
    "con.csv ",
  ];
  const cookie = await signedInAs("alpineAdmin");
  for (const name of names) {
    const { path } = await store("alpine.example", name, "text/csv", "x");
    const { status, headers } = await ask({ path, headers: { cookie } });
    expect(status, name).toBe(200);
    expect(headers["set-cookie"], name).toBeUndefined();
    const disposition = headers["content-disposition"] ?? "";
    expect(disposition, name).toMatch(
      /^attachment; filename="[^"\\/\r\n]{1,320}"; filename\*=UTF-8''[\w.~!#$&+^`|%-]+$/,
    );
    const real = decodeURIComponent(disposition.split("UTF-8''")[1] as string);
    expect(real, name).not.toMatch(/[\p{Cc}\p{Cf}/\\]|^\./u);
    expect(real.length).toBeLessThanOrEqual(150);
  }
});

/** A page and a drawing that would run code if they were ever shown. */
const ACTIVE: Array<[string, string, string]> = [
  [
    "page.html",
    "text/html",
    "<script>opener ? opener.__ran = 1 : (window.__ran = 1)</script><h1>shown</h1>",
  ],
  ["page.html", "text/html; charset=utf-8", "<script>document.title = 'ran'</script>"],
  [
    "drawing.svg",
    "image/svg+xml",
    '<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=\'ran\'"><script>1</script></svg>',
  ],
  ["data.xml", "text/xml", '<x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>1</h:script></x>'],
  ["code.js", "text/javascript", "window.__ran = 1"],
];

test("S35: a page or a drawing among the files is handed out and never shown: no script of it runs", async ({
  page,
}) => {
  await signIn(page, "alpineAdmin", "/process-tracker");
  for (const [name, type, text] of ACTIVE) {
    const { path } = await store("alpine.example", name, type, text);
    const { headers } = await ask({ path, headers: { cookie: await signedInAs("alpineAdmin") } });
    expect(headers["content-disposition"], name).toMatch(/^attachment;/);
    expect(headers["x-content-type-options"], name).toBe("nosniff");
    expect(headers["content-security-policy"], name).toMatch(/sandbox(;|$)/);
    expect(headers["content-security-policy"], name).not.toContain("allow-");
    expect(headers["cache-control"], name).toContain("no-store");
    await opened(page, path);
  }
});

/** Opened by its address, in a frame, and as a script of the page that holds it. */
async function opened(page: Page, path: string): Promise<void> {
  const coming = page.waitForEvent("download");
  await page.evaluate((address) => window.open(address, "_blank"), path).catch(() => undefined);
  await (await coming).cancel();
  const ran = await page.evaluate(async (address) => {
    const script = document.createElement("script");
    script.src = address;
    const frame = document.createElement("iframe");
    frame.src = address;
    const over = Promise.all(
      [script, frame].map(
        (each) =>
          new Promise((done) => {
            each.addEventListener("load", done);
            each.addEventListener("error", done);
            setTimeout(done, 500);
          }),
      ),
    );
    document.body.append(script, frame);
    await over;
    const told = frame.contentDocument?.title ?? "";
    frame.remove();
    return { ran: (window as { __ran?: number }).__ran ?? 0, told };
  }, path);
  expect(ran, path).toEqual({ ran: 0, told: "" });
  expect(page.url()).toContain(server.url);
}
