import { expect, test } from "@playwright/test";
import { everyPage } from "../support/pages.ts";
import { outside } from "../support/runs.ts";
import { ask, signedInAs, type Answer } from "./http.ts";

// On a busy machine many requests take their time; none of them waits for a moment to come.
test.describe.configure({ timeout: 400_000 });

const sql = outside();
test.afterAll(() => sql.end());

const nonceOf = (answer: Answer) =>
  /'nonce-([^']+)'/.exec(String(answer.headers["content-security-policy"]))?.[1];

function expectHeaders(answer: Answer, path: string): void {
  const policy = Object.fromEntries(
    String(answer.headers["content-security-policy"])
      .split("; ")
      .map((directive) => [directive.split(" ")[0], directive]),
  );
  expect(policy["default-src"], path).toBe("default-src 'self'");
  for (const directive of ["script-src", "style-src", "style-src-elem"])
    expect(policy[directive], path).not.toMatch(/unsafe|\*|https?:|data:/);
  expect(policy["object-src"], path).toBe("object-src 'none'");
  expect(policy["base-uri"], path).toBe("base-uri 'none'");
  expect(policy["form-action"], path).toBe("form-action 'self'");
  expect(policy["frame-ancestors"], path).toBe("frame-ancestors 'none'");
  expect(answer.headers, path).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": expect.stringContaining("no-store"),
  });
}

/** A script or a style without this answer's own nonce would not run; no element carries code of its own. */
function expectNonces(answer: Answer, path: string): void {
  const nonce = nonceOf(answer);
  const bare = [...answer.body.matchAll(/<(script|style)\b([^>]*)>/g)].filter(
    ([, , attributes = ""]) => !attributes.includes(`nonce="${nonce}"`),
  );
  expect(
    bare.map(([tag]) => tag),
    path,
  ).toEqual([]);
  expect(answer.body, path).not.toMatch(/<[^>]+\son[a-z]+=["']/i);
  expect(answer.body, path).not.toMatch(/(href|src|action)=["']javascript:/i);
}

test("S26: every page carries the headers, with a nonce that is fresh each time", async () => {
  const cookie = await signedInAs("system");
  const member = await signedInAs("member");
  const pages = [
    ...(await everyPage(sql)).map((path) => ({ path, cookie, status: 200 })),
    { path: "/nothing/here", cookie, status: 404 },
    { path: "/process-tracker/999999999", cookie, status: 404 },
    { path: "/administration/mail", cookie: member, status: 403 },
    { path: "/sign-in", cookie: "", status: 200 },
    { path: "/", cookie: "", status: 307 },
  ];
  const nonces = new Set<string>();
  for (const page of pages) {
    for (const _time of [1, 2]) {
      const { path } = page;
      const answer = await ask({ path, headers: { cookie: page.cookie } });
      expect(answer.status, path).toBe(page.status);
      expectHeaders(answer, path);
      if (page.status !== 307) expectNonces(answer, path);
      nonces.add(nonceOf(answer) as string);
    }
  }
  expect(nonces.size).toBe(pages.length * 2);
  for (const nonce of nonces)
    expect(Buffer.from(nonce, "base64").length).toBeGreaterThanOrEqual(16);
});

test("S26: what is data may do nothing in a browser, whatever it says of itself", async () => {
  const cookie = await signedInAs("system");
  const [run] = await sql`select max(id) as id from runs`;
  for (const path of [
    "/api/health",
    "/api/auth/csrf",
    "/api/live?poll=1",
    "/api/runs/999999999",
    `/api/runs/${run?.["id"]}/log.txt`,
    `/api/runs/${run?.["id"]}/issues.csv`,
    "/api/scheduled-jobs?ids=",
  ]) {
    const answer = await ask({ path, headers: { cookie } });
    expect(answer.headers["x-content-type-options"], path).toBe("nosniff");
    expect(answer.headers["cache-control"], path).toContain("no-store");
    expect(answer.headers["content-type"], path).not.toContain("html");
  }
});
