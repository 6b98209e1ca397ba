import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROUTES } from "../access/table.ts";
import { ask, signedInAs, type Ask } from "./http.ts";
import { expect, test } from "./own-console.ts";
import { plant, type Planted } from "./planted.ts";

// On a busy machine many requests take their time; none of them waits for a moment to come.
test.describe.configure({ timeout: 400_000 });

let planted: Planted;
test.beforeAll(async ({ own }) => {
  planted = await plant(own.database.sql);
});

const dist = join(import.meta.dirname, "../..", process.env["NEXT_DIST_DIR"] ?? ".next");
const buildId = readFileSync(join(dist, "BUILD_ID"), "utf8").trim();

/** Everything behind the sign-in, by its address. */
const closed = () =>
  Object.entries(ROUTES)
    .filter(([route]) => !/^\/(\(public\)|api\/(auth|health|unsubscribe)|_)/.test(route))
    .flatMap(([, expectations]) => expectations(planted))
    .filter(({ method = "GET" }) => method === "GET")
    .map(({ path }) => path);

const chain = (name: string) => Array(5).fill(name).join(":");

/** What went around the guards of Next in its published advisories, and neighbours of it. */
const HEADERS: Array<Record<string, string>> = [
  ...["middleware", "src/middleware", "pages/_middleware", "proxy", "src/proxy"].map((name) => ({
    "x-middleware-subrequest": chain(name),
  })),
  { rsc: "1" },
  { rsc: "1", "next-router-prefetch": "1" },
  { rsc: "1", "next-router-segment-prefetch": "/_tree" },
  { rsc: "1", "next-router-state-tree": "%5B%22%22%2C%7B%7D%5D" },
  { "x-nextjs-data": "1", purpose: "prefetch" },
  { "x-middleware-next": "1", "x-middleware-prefetch": "1" },
  { "x-invoke-path": "/", "x-invoke-status": "200", "x-invoke-output": "/" },
  { "x-matched-path": "/process-tracker", "x-now-route-matches": "1=1" },
  { "x-forwarded-host": "localhost", "x-original-url": "/", "x-rewrite-url": "/" },
  { "x-nightshift-path": "/", "x-nonce": "x", authorization: "Bearer %E0%A4%A" },
  { cookie: "nightshift.session=x; __Host-nightshift.session=x; next-auth.session-token=x" },
];

function spellings(path: string): string[] {
  const [plain = "", query] = path.split("?");
  const asked = query ? `?${query}` : "";
  const encoded = plain.replaceAll(/(?<=.)\//g, "%2F");
  const first = plain.slice(1, 2);
  return [
    `${plain}.rsc${asked}`,
    `${plain}.segments/_tree.segment.rsc${asked}`,
    `${plain}.segments/_full.segment.rsc`,
    `${plain}?_rsc=1abcd`,
    `${plain}.json`,
    `/_next/data/${buildId}${plain}.json${asked}`,
    `/_next/static/..${plain}`,
    `/fonts/..${plain}`,
    `/fonts/%2e%2e${plain}`,
    `/sign-in/..${plain}`,
    `/sign-in/%2e%2e${plain}`,
    `/.${plain}`,
    `/${plain}`,
    `${plain}/`,
    `${plain}/.`,
    encoded,
    `${plain};a=b`,
    `${plain}%00`,
    `${plain}%0a`,
    plain.replaceAll("/", "\\"),
    first ? plain.replace(first, `%${first.charCodeAt(0).toString(16)}`) : plain,
    plain.toUpperCase(),
    `${plain}?nxtPrunId=1&nxtPid=1&runId=1&__nextLocale=en&__nextDefaultLocale=en`,
  ];
}

test("S22: no header and no spelling of an address shows anything without a session", async ({
  own,
}) => {
  const pages = closed();
  const asked: Ask[] = [
    ...pages.flatMap((path) => HEADERS.map((headers) => ({ path, headers }))),
    ...pages.flatMap((path) => spellings(path).map((each) => ({ path: each }))),
  ];
  expect(asked.length).toBeGreaterThan(1500);
  for (let at = 0; at < asked.length; at += 16) {
    const some = asked.slice(at, at + 16);
    const answers = await Promise.all(some.map((each) => ask({ ...each, base: own.url })));
    answers.forEach(({ status, headers, body }, index) => {
      const { path, headers: sent } = some[index] as Ask;
      const what = `${path} ${JSON.stringify(sent ?? {})} → ${status}`;
      const told = body + JSON.stringify(headers);
      expect(
        planted.canaries.filter((canary) => told.includes(canary)),
        what,
      ).toEqual([]);
      expect(status, what).toBeLessThan(500);
    });
  }
});

test("S22: the same addresses do show it to those who are signed in", async ({ own }) => {
  const cookie = await signedInAs("system", own);
  const path = `/process-tracker/${planted.runs.ofOperator}`;
  const answer = await ask({ base: own.url, path, headers: { cookie } });
  expect(answer.body).toContain("canary-");
});
