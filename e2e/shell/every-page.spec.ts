import { expect, test, type Page } from "@playwright/test";
import { expectNoSidewaysScroll } from "../support/axe.ts";
import { complaintsOf } from "../support/complaints.ts";
import { everyPage } from "../support/pages.ts";
import { signIn } from "../support/people.ts";
import { outside } from "../support/runs.ts";
import { server } from "../support/server.ts";

const sql = outside();
test.afterAll(() => sql.end());

/** What a page does wrong while it is opened, in words. */
function noteFaults(page: Page): string[] {
  const faults = complaintsOf(page);
  page.on("response", (answer) => {
    if (answer.status() >= 400) faults.push(`${answer.status()} ${answer.url()}`);
  });
  page.on("requestfailed", (request) => {
    // Leaving a page ends its stream and what it fetched ahead.
    if (request.failure()?.errorText !== "net::ERR_ABORTED")
      faults.push(`failed: ${request.url()}`);
  });
  page.on("request", (request) => {
    const isOurs = [server.url, "data:", "blob:"].some((start) => request.url().startsWith(start));
    if (!isOurs) faults.push(`elsewhere: ${request.url()}`);
  });
  return faults;
}

/** How far the parts of the page moved by themselves since it was opened: the sum that browsers call cumulative layout shift. */
const watchShifts = (page: Page) =>
  page.addInitScript(() => {
    const shifts = { sum: 0 };
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
        };
        if (!hadRecentInput) shifts.sum += value;
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
const shifted = (page: Page) =>
  page.evaluate(() => (window as unknown as { shifts: { sum: number } }).shifts.sum);

test("every page is whole: one heading, a title of its own, true times, no fault, nothing that moves", async ({
  page,
}) => {
  test.slow();
  const faults = noteFaults(page);
  await watchShifts(page);
  await signIn(page, "system");
  const titles = new Set<string>();
  const pages = await everyPage(sql);
  for (const path of pages) {
    await page.goto(path);
    await page.waitForTimeout(300);
    const seen = await page.evaluate(() => ({
      headings: document.querySelectorAll("h1").length,
      mains: document.querySelectorAll("main").length,
      lang: document.documentElement.lang,
      times: [...document.querySelectorAll("time")].map((time) => time.dateTime),
      handlers: document.querySelectorAll("[onclick], [onload], [onerror]").length,
      clickable: document.querySelectorAll("div[role=link], span[role=link]").length,
    }));
    expect({ ...seen, times: 0 }, path).toEqual({
      headings: 1,
      mains: 1,
      lang: "en",
      times: 0,
      handlers: 0,
      clickable: 0,
    });
    for (const time of seen.times) expect(time, path).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(await shifted(page), `layout shift of ${path}`).toBeLessThanOrEqual(0.02);
    expect(faults, path).toEqual([]);
    titles.add(await page.title());
  }
  expect(titles.size).toBe(pages.length);
});

test("every page fits 320 pixels", async ({ page }) => {
  test.slow();
  await page.setViewportSize({ width: 320, height: 700 });
  await signIn(page, "system");
  for (const path of await everyPage(sql)) {
    await page.goto(path);
    await expectNoSidewaysScroll(page);
  }
});

test("between phone and desk heads stay in the window and names keep their room", async ({
  page,
}) => {
  test.slow();
  await page.setViewportSize({ width: 768, height: 900 });
  await signIn(page, "system");
  // Statuses that nothing has stand there once they are asked for.
  const crowded = "/process-tracker?status=stopping,interrupted,cancelled,settled";
  for (const path of [crowded, ...(await everyPage(sql))]) {
    await page.goto(path);
    const found = await page.evaluate(() => {
      const boxes = (selector: string) =>
        [...document.querySelectorAll(selector)]
          .filter((each) => each.checkVisibility())
          .map((each) => each.getBoundingClientRect());
      return {
        rightmost: Math.max(0, ...boxes(".head *").map((box) => box.right)),
        narrowest: Math.min(
          Infinity,
          ...boxes("main table :is(td, th):has(a.id)").map((box) => box.width),
        ),
      };
    });
    expect.soft(found.rightmost, `head of ${path}`).toBeLessThanOrEqual(768);
    expect.soft(found.narrowest, `names of ${path}`).toBeGreaterThan(80);
  }
});

test("every page shows its content without scripts", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: server.url });
  const page = await context.newPage();
  await signIn(page, "system");
  for (const path of await everyPage(sql)) {
    await page.goto(path);
    await expect(page.locator("head > title"), path).toHaveCount(1);
    await expect(page.locator("h1"), path).toBeVisible();
    expect((await page.locator("main").innerText()).length, path).toBeGreaterThan(80);
  }
  await context.close();
});

test("what can be pressed is large enough for a finger and for a shaking hand", async ({
  browser,
}) => {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await signIn(page, "system");
  for (const path of await everyPage(sql)) {
    await page.goto(path);
    expect.soft(await tooSmall(page, 44), path).toEqual([]);
  }
  await context.close();
});

/**
 * Buttons and fields that a finger beside their middle misses, so many pixels across. What stands within a line of text is as
 * high as its line, as WCAG 2.5.5 allows.
 */
const tooSmall = (page: Page, across: number) =>
  page.evaluate((pixels) => {
    const reach = pixels / 2 - 1.5;
    const isHit = (control: Element, x: number, y: number) => {
      const under = document.elementFromPoint(x, y);
      return (
        under !== null &&
        (control.contains(under) ||
          (under.closest("label") === control.closest("label") && under.closest("label") !== null))
      );
    };
    // What lies under a window can't be pressed.
    const scope = document.querySelector("[role=dialog], .win") ?? document;
    return [...scope.querySelectorAll("button, select, input:not([type=hidden]), summary")]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }))
      .filter((one) => !one.closest(".sr") && getComputedStyle(one).display !== "inline")
      .filter((one) => {
        one.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
        const box = (one.closest("label") ?? one).getBoundingClientRect();
        if (box.width <= 1) return false;
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const hits = [
          [0, -reach],
          [0, reach],
          [-reach, 0],
          [reach, 0],
        ].map(([dx, dy]) => isHit(one, x + (dx as number), y + (dy as number)));
        return hits.includes(false);
      })
      .map(
        (one) => `${one.outerHTML.slice(0, 110)} ${JSON.stringify(one.getBoundingClientRect())}`,
      );
  }, across);
