import { readFileSync, globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { ask, signedInAs } from "./http.ts";

// On a busy machine many requests take their time; none of them waits for a moment to come.
test.describe.configure({ timeout: 400_000 });

const dist = join(import.meta.dirname, "../..", process.env["NEXT_DIST_DIR"] ?? ".next");

/** What a scanner asks every server for. */
const PROBES = [
  ...["url=%2Ficons%2Ficon.svg&w=64&q=75", "url=http%3A%2F%2F127.0.0.1%3A22&w=64&q=75"].map(
    (query) => `/_next/image?${query}`,
  ),
  "/_next/image",
  "/.env",
  "/.env.local",
  "/.env.example",
  "/.git/config",
  "/.git/HEAD",
  "/.npmrc",
  "/.data/secrets.json",
  "/.data-test/browser/secrets.json",
  "/secrets.json",
  "/package.json",
  "/package-lock.json",
  "/next.config.mjs",
  "/proxy.ts",
  "/tsconfig.json",
  "/lib/platform/env.ts",
  "/drizzle/migrations/0000_the-house.sql",
  "/node_modules/next/package.json",
  "/.next/BUILD_ID",
  "/.next/server/server-reference-manifest.json",
  "/_next/server/server-reference-manifest.json",
  "/_next/static/../server/server-reference-manifest.json",
  "/_next/static/%2e%2e/server/app-paths-manifest.json",
  "/_next/static/..%2fserver%2fapp-paths-manifest.json",
  "/_next/required-server-files.json",
  "/_next/webpack-hmr",
  "/__nextjs_original-stack-frames",
  "/__nextjs_source-map",
  "/__nextjs_restart_dev",
  "/_next/mcp",
  "/fonts/..%2f..%2fpackage.json",
  "/fonts/%2e%2e/%2e%2e/package.json",
  "/icons/....//....//package.json",
  "/server-status",
  "/phpinfo.php",
  "/wp-login.php",
  "/actuator/env",
  "/metrics",
  "/debug/pprof/",
  "/.well-known/security.txt/../../package.json",
];

/** What an answer tells that only the log may hold; the first of it. */
const detailIn = (body: string, path: string) =>
  /node_modules\/next\/dist|webpack:|\bat \S+ \(|\.tsx?:\d+|postgres:\/\/|PostgresError|Failed query|Next\.js \d/.exec(
    body.replaceAll(path, ""),
  )?.[0];

test("S24: a production build hands out no source, no secret and no tool of its makers", async () => {
  const cookie = await signedInAs("system");
  for (const path of PROBES) {
    for (const headers of [{}, { cookie }] as Array<Record<string, string>>) {
      const answer = await asked(path, headers);
      // Without a session everything unknown leads to the sign-in page.
      const expected = headers["cookie"] ? [404, 400] : [404, 400, 307];
      expect(expected, `${path} → ${answer.status}`).toContain(answer.status);
      expect(detailIn(answer.body, path.slice(1)), path).toBeUndefined();
    }
  }
});

/** Slashes that stand twice are made one first. */
async function asked(path: string, headers: Record<string, string>) {
  const answer = await ask({ path, headers });
  return answer.status === 308
    ? await ask({ path: String(answer.headers.location), headers })
    : answer;
}

test("S24: no source maps, neither beside the scripts nor named in them", async () => {
  const cookie = await signedInAs("system");
  const scripts = globSync("static/**/*.js", { cwd: dist });
  expect(scripts.length).toBeGreaterThan(5);
  for (const file of scripts) {
    expect(readFileSync(join(dist, file), "utf8"), file).not.toContain("sourceMappingURL");
    const { status } = await ask({ path: `/_next/${file}.map`, headers: { cookie } });
    expect(status, file).toBe(404);
  }
});

test("S24: no answer says what it was made with, and odd methods are refused", async () => {
  const paths = ["/", "/sign-in", "/nothing/here", "/api/health", "/api/live", "/api/nothing"];
  for (const path of paths) {
    for (const method of [
      "GET",
      "HEAD",
      "OPTIONS",
      "PUT",
      "DELETE",
      "PATCH",
      "PROPFIND",
      "TRACE",
    ]) {
      const answer = await ask({ path, method, headers: { "x-told": "echoed-by-trace" } }).catch(
        (error: Error) => error,
      );
      if (answer instanceof Error) continue;
      const what = `${method} ${path} → ${answer.status}`;
      expect(answer.headers["x-powered-by"], what).toBeUndefined();
      expect(answer.headers["server"], what).toBeUndefined();
      expect(detailIn(answer.body, path), what).toBeUndefined();
      expect(answer.body, what).not.toContain("echoed-by-trace");
      if (method === "TRACE") expect(answer.status, what).toBeGreaterThanOrEqual(400);
      else expect(answer.status, what).not.toBe(500);
    }
  }
});

test("S24: an error page tells a number and no more", async () => {
  const cookie = await signedInAs("system");
  for (const path of ["/nothing", "/process-tracker/x", "/api/runs/x", "/api/nothing"]) {
    const answer = await ask({ path, headers: { cookie } });
    expect(answer.status, path).toBe(404);
    expect(detailIn(answer.body, path), path).toBeUndefined();
  }
  // What can't be decoded is answered by the server itself, before any code of ours.
  for (const path of ["/process-tracker/%", "/api/runs/%ff", "/sign-in/%E0%A4%A"]) {
    const answer = await ask({ path, headers: { cookie } });
    expect(answer.status, path).toBeGreaterThanOrEqual(400);
    expect(answer.body.length, path).toBeLessThan(100);
    expect(detailIn(answer.body, path), path).toBeUndefined();
  }
});
