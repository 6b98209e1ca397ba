import { expect, test } from "@playwright/test";
import { signIn } from "../support/people.ts";
import { leave, outside } from "../support/runs.ts";
import { JobsDomain } from "./jobs-domain.ts";

const sql = outside();
const places: JobsDomain[] = [];

/** More than a page: paused, and planned though paused, as no other test has it. */
test.beforeAll(async () => {
  for (let at = 0; at < 6; at += 1) {
    const jobs = await JobsDomain.make(sql, `choose-${at}`);
    await sql`update schedules set paused_at = now(), paused_by = 'Robin', paused_reason = 'choosing', planning = 'scheduled',
      recurrence = '{"repeat":"cron","expression":"0 6 1 1 *"}' where domain_id = ${jobs.id}`;
    places.push(jobs);
  }
});
test.afterAll(async () => {
  for (const jobs of places) await jobs.leave();
  await leave(sql);
});

test("rows, a range, the page, the whole filter: the number is said, and ticks outlive a page", async ({
  page,
  context,
  baseURL,
}) => {
  await context.addCookies([{ name: "page-size", value: "25", url: baseURL as string }]);
  await signIn(page, "system", "/scheduled-jobs?planning=scheduled&paused=1&sort=identifier");
  const boxes = page.locator("tbody input[type=checkbox]");
  await expect(boxes).toHaveCount(25);
  const all = page.getByRole("checkbox", { name: "Select all on this page" });
  await boxes.nth(1).click();
  await boxes.nth(4).click({ modifiers: ["Shift"] });
  await expect(page.getByText("4 selected")).toBeVisible();
  expect(await all.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true);
  await page.getByRole("link", { name: "Next", exact: true }).click();
  await expect(boxes).toHaveCount(5);
  await expect(page.getByText("4 selected")).toBeVisible();
  await expect(page.getByText("all of them not on this page")).toBeVisible();
  await page.getByRole("link", { name: "Previous", exact: true }).click();
  await expect(boxes.nth(1)).toBeChecked();
  await all.click();
  await expect(page.getByText("25 selected")).toBeVisible();
  await page.getByRole("button", { name: "Select all 30 that match" }).click();
  await expect(page.getByText("30 selected")).toBeVisible();
  await page.getByRole("button", { name: "Run now 30" }).click();
  await expect(page.getByRole("alertdialog", { name: "Run 30 jobs now?" })).toContainText(
    "and 24 more",
  );
  await page.getByRole("button", { name: "Not now" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByText(/selected/).first()).toBeHidden();
});

test("a window opened from the second page stays over it", async ({ page, context, baseURL }) => {
  await context.addCookies([{ name: "page-size", value: "25", url: baseURL as string }]);
  await signIn(page, "system", "/scheduled-jobs?planning=scheduled&paused=1&sort=identifier");
  await page.getByRole("link", { name: "Next", exact: true }).click();
  await expect(page.locator("tbody .id")).toHaveCount(5);
  await page.locator("tbody .id").first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(page.locator("tbody .id")).toHaveCount(5);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.locator("tbody .id")).toHaveCount(5);
  await expect(page.locator("tbody .id").first()).toBeFocused();
});
