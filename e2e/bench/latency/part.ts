import { registerJobTypes } from "#lib/job-types/find.ts";
import { closeDatabase, useDatabaseRole } from "#lib/platform/db.ts";
import type { Bench } from "../bench.ts";
import { quantile, type Goal } from "../result.ts";
import { openBrowser } from "../screen.ts";
import { catalogue } from "../types/catalogue.ts";
import { startsToRunning, stopsToSignal } from "./runs.ts";
import { changesToScreen, linesToScreen, SLOTS } from "./screens.ts";

type Figure = { name: string; share: number; goal?: Goal; note?: string; values: number[] };

/** How long people and runs wait for each other, with web and worker beside each other and nothing else to do. */
export async function measure(bench: Bench): Promise<void> {
  useDatabaseRole("web", 5);
  registerJobTypes(catalogue);
  const [domain] = await bench.sql<
    { id: string }[]
  >`select id from domains where name = 'alpine.example'`;
  const domainId = domain?.id as string;
  await bench.startWorker({ WORKER_SLOTS: String(SLOTS) });
  await bench.startWeb();
  const browser = await openBrowser();
  const figures = figuresOf(bench);
  const note = (figure: Figure[], took: number[]) => {
    for (const each of figure) each.values.push(quantile(took, each.share));
  };
  await bench.rounds(async () => {
    note(figures.starts, await startsToRunning(bench, domainId));
    note(figures.stops, await stopsToSignal(bench, domainId));
    note(figures.lines, await linesToScreen(bench, browser, domainId));
    note(figures.changes, await changesToScreen(bench, browser, domainId));
  });
  await browser.close();
  await closeDatabase();
  for (const { name, goal, note, values } of Object.values(figures).flat())
    bench.tell({ name, unit: "ms", ours: values, goal, note });
}

function figuresOf(bench: Bench) {
  const pair = (name: string, most: [number?, number?], note?: string): Figure[] =>
    [0.5, 0.95].map((share, at) => ({
      name: `${name}, p${share * 100}`,
      share,
      goal: most[at] === undefined ? undefined : { of: "ours", atMost: most[at] },
      note,
      values: [],
    }));
  return {
    starts: pair("start to the handler's first statement", [20, 50]),
    stops: pair("stop to the signal in the handler", [undefined, 1_000]),
    lines: pair("log line to a browser's screen", [undefined, 1_000]),
    changes: pair(
      "change to a browser's screen",
      [undefined, 1_000],
      `${bench.size("pages")} trackers open`,
    ),
  };
}
