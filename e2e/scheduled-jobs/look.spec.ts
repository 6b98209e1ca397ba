import { expect, test } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { complaintsOf } from "../support/complaints.ts";
import { signIn } from "../support/people.ts";
import { makeLogLines } from "../support/run-rows.ts";
import { leave, outside } from "../support/runs.ts";
import { JobsDomain } from "./jobs-domain.ts";

const sql = outside();
let jobs: JobsDomain;

test.beforeAll(async () => {
  jobs = await JobsDomain.make(sql, "look");
  const failed = { status: "failed", error_message: "The shelf of the third room is gone" };
  for (let at = 0; at < 12; at += 1)
    await jobs.ended(
      "morning-digest",
      at % 4 === 1
        ? failed
        : { warning_count: 3, status: at % 4 === 2 ? "completed-with-warnings" : "completed" },
    );
  const runId = await jobs.ended("completeness-calculation", failed);
  await makeLogLines(sql, runId, [{ message: "line" }]);
  await jobs.running("stock-level-check");
  await jobs.set("nightly-product-export", {
    paused_at: new Date(),
    paused_by: "Robin",
    paused_reason: "the shelf is being rebuilt, which takes until the end of the month",
  });
});
test.afterAll(async () => {
  await jobs.leave();
  await leave(sql);
});

const addresses = async () => [
  jobs.path,
  `${jobs.path}&q=nothing-like-it`,
  await jobs.window("morning-digest"),
  await jobs.window("morning-digest", "/scheduling"),
  await jobs.window("nightly-product-export", "/scheduling"),
  await jobs.window("morning-digest", "/executions"),
];

test("every page of it is accessible in both themes, fits 320 pixels, and says nothing on the console", async ({
  page,
}) => {
  test.slow();
  const said = complaintsOf(page);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signIn(page, "system", "/notices");
  for (const address of await addresses()) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    if (/\/scheduled-jobs\//.test(address))
      await expect(page.locator("dialog.win:modal")).toBeVisible();
    await expectAccessible(page);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await expectNoSidewaysScroll(page);
      await expectInside(width);
    }
  }
  expect(said).toEqual([]);

  /** A window scrolls only downwards too. */
  async function expectInside(width: number): Promise<void> {
    const over = await page
      .locator("dialog.win, dialog.win .body")
      .evaluateAll((all) => all.map((box) => box.scrollWidth - box.clientWidth));
    expect(
      over.filter((pixels) => pixels > 0),
      `${page.url()} at ${width}`,
    ).toEqual([]);
  }
});

test("with everything open: all ways to repeat, the ticked bar, the menu of times and the questions", async ({
  page,
}) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signIn(page, "system", jobs.path);
  await page.getByRole("checkbox", { name: /^Select morning-digest/ }).check();
  await page.getByRole("checkbox", { name: /^Select stock-level-check/ }).check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Run at a later time" }).click();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Stop 1" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page);
  await page.goto(await jobs.window("morning-digest", "/scheduling"));
  await expect(page.locator("dialog.win:modal")).toBeVisible();
  await page.getByRole("radio", { name: /^Scheduled/ }).check();
  for (const way of ["Minutes", "Hours", "Weekdays", "Days of month", "Cron"]) {
    await page.getByRole("radiogroup", { name: "Repeat" }).getByText(way, { exact: true }).click();
    await expectAccessible(page);
  }
  await page.getByRole("button", { name: "Save planning" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "can't be used" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog", { name: "Leave without saving?" })).toBeVisible();
  await expectAccessible(page);
});
