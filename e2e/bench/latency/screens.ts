import type { Browser, Page } from "playwright";
import type { Bench } from "../bench.ts";
import { nowMs } from "../now.ts";
import { cookieOf, openPage } from "../screen.ts";
import { listens } from "../types/catalogue.ts";
import { momentOf, start, stop } from "./runs.ts";

const LINE_EVERY_MS = 150;
const STREAMS_PER_SESSION = 10;

/** From the statement in a handler that says a line to the frame in which a browser shows it, in ms. */
export async function linesToScreen(
  bench: Bench,
  browser: Browser,
  domainId: string,
): Promise<number[]> {
  const runId = await start(listens.name, domainId, { lineEveryMs: LINE_EVERY_MS });
  await momentOf(bench, runId, "began");
  const { page } = await openPage(bench, browser, "system", `/process-tracker/${runId}/log`);
  const took = await page.evaluate(watchLines, bench.size("lines"));
  await page.context().close();
  await stop(runId);
  return took;
}

/** In the page: how long after it was said each new line is painted. */
function watchLines(count: number): Promise<number[]> {
  const clock = () => performance.timeOrigin + performance.now();
  const from = clock() + 500;
  const seen = new Set<number>();
  const took: number[] = [];
  return new Promise((resolve) => {
    const look = () =>
      requestAnimationFrame(() => {
        const at = clock();
        for (const [, text] of document.body.innerText.matchAll(/said (\d+\.\d+)/g)) {
          const said = Number(text);
          if (said < from || seen.has(said)) continue;
          seen.add(said);
          took.push(at - said);
        }
        if (took.length >= count) resolve(took);
      });
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
}

/**
 * From the call of another process that cancels a waiting run to the frame in which a browser's tracker shows it, in ms, while many
 * such pages are open: one in the browser, the others as streams that ask for the same.
 */
export async function changesToScreen(
  bench: Bench,
  browser: Browser,
  domainId: string,
): Promise<number[]> {
  const runs = await fill(domainId, bench.size("changes"));
  const { page, streamUrl } = await openPage(bench, browser, "system", "/process-tracker");
  const close = await openStreams(bench, browser, streamUrl);
  const took: number[] = [];
  for (const runId of runs.waiting) {
    const shown = await page.evaluateHandle(watchRow, runId);
    const begunMs = nowMs();
    await stop(runId);
    took.push((await shown.evaluate(({ moment }) => moment)) - begunMs);
  }
  close();
  await page.context().close();
  for (const runId of runs.busy) await stop(runId);
  return took;
}

/** All places of the worker taken, and runs that wait for one. */
async function fill(domainId: string, waitingCount: number) {
  const many = (count: number) =>
    Promise.all(Array.from({ length: count }, () => start(listens.name, domainId)));
  return { busy: await many(SLOTS), waiting: await many(waitingCount) };
}

export const SLOTS = 2;

/** In the page: when the run's row is painted with another text. */
function watchRow(runId: number): { moment: Promise<number> } {
  const row = document.querySelector(`a[href*="/process-tracker/${runId}"]`)?.closest("tr");
  if (!row) throw new Error(`The tracker does not show run ${runId}.`);
  const moment = new Promise<number>((resolve) => {
    const look = () =>
      /cancelled/i.test(row.textContent ?? "") &&
      requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
    new MutationObserver(look).observe(row, {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
    });
  });
  return { moment };
}

/** The other pages: each session may hold ten streams. Answers how to close them all. */
async function openStreams(bench: Bench, browser: Browser, streamUrl: string): Promise<() => void> {
  const leaving = new AbortController();
  const sessions: Page[] = [];
  for (let open = 1; open < bench.size("pages"); open += 1) {
    if ((open - 1) % STREAMS_PER_SESSION === 0) sessions.push(await signedIn(bench, browser));
    const cookie = await cookieOf(sessions.at(-1) as Page);
    const answer = await fetch(streamUrl, { headers: { cookie }, signal: leaving.signal });
    if (!answer.ok) throw new Error(`A stream was refused: ${answer.status}`);
    void drain(answer);
  }
  for (const page of sessions) await page.context().close();
  return () => leaving.abort();
}

/** A session without a page: its own stream is closed with it. */
async function signedIn(bench: Bench, browser: Browser): Promise<Page> {
  const { page } = await openPage(bench, browser, "system", "/process-tracker");
  await page.goto("about:blank");
  return page;
}

async function drain(answer: Response): Promise<void> {
  try {
    for await (const _part of answer.body ?? []);
  } catch {
    // It was left.
  }
}
