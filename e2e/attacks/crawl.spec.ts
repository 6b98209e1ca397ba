import { digestOf } from "./digest.ts";
import { ask, signedInAs } from "./http.ts";
import { expect, test } from "./own-console.ts";
import { plant } from "./planted.ts";

// On a busy machine many requests take their time; none of them waits for a moment to come.
test.describe.configure({ timeout: 400_000 });

/** More of one kind would only be the same page with other values. */
const PER_KIND = 3;

test("S21: following every link as a system administrator changes nothing", async ({ own }) => {
  const { sql } = own.database;
  await plant(sql);
  const cookie = await signedInAs("system", own);
  const before = await digestOf(sql);
  const visited = await crawl(own.url, cookie);
  expect(visited.length).toBeGreaterThan(80);
  expect(visited.filter(({ status }) => status >= 500)).toEqual([]);
  // The walk has reached what is worth reaching.
  for (const part of [
    "/process-tracker/",
    "/scheduled-jobs/",
    "/api/runs/",
    "/products/",
    "/administration/",
  ])
    expect(
      visited.some(({ path }) => path.startsWith(part)),
      part,
    ).toBe(true);
  expect(await digestOf(sql)).toEqual(before);
});

type Visited = { path: string; status: number };

/** Every link, form by GET and address in the pages' data, from the dashboard on. */
async function crawl(base: string, cookie: string): Promise<Visited[]> {
  const queue = ["/", "/administration/mail", "/scheduled-jobs/upcoming"];
  const known = new Set(queue);
  const kinds = new Map<string, number>();
  const visited: Visited[] = [];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const kind = kindOf(path);
    const seen = kinds.get(kind) ?? 0;
    kinds.set(kind, seen + 1);
    if (seen >= PER_KIND) continue;
    const answer = await ask({ base, path, headers: { cookie } });
    visited.push({ path, status: answer.status });
    for (const link of linksOf(answer.body, path))
      if (!known.has(link)) queue.push(known.add(link) && link);
    const moved = answer.headers.location;
    if (moved) queue.push(new URL(moved, base).pathname);
  }
  return visited;
}

/** The path without its ids, and the name in its query; where there are several, how many. */
function kindOf(address: string): string {
  const url = new URL(address, "http://x");
  const names = [...new Set(url.searchParams.keys())];
  const path = url.pathname.replaceAll(/\/([0-9a-f]{8}-[0-9a-f-]{27}|\d+)/g, "/#");
  return `${path}?${names.length > 1 ? names.length : names.join("")}`;
}

function linksOf(body: string, from: string): string[] {
  const found = [...body.matchAll(/(?:href|src|action)=\\?"([^"\\]+)\\?"|"href":"([^"]+)"/g)];
  return found.flatMap(([, attribute, property]) => {
    const link = (attribute ?? property ?? "").replaceAll("&amp;", "&").replaceAll("\\u0026", "&");
    const url = URL.parse(link, new URL(from, "http://own.example"));
    if (url?.host !== "own.example" || url.pathname.startsWith("/_next/")) return [];
    return [url.pathname + url.search];
  });
}
