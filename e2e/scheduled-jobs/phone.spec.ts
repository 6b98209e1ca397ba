import { expect, test } from "@playwright/test";
import { signIn } from "../support/people.ts";
import { leave, outside } from "../support/runs.ts";
import { JobsDomain } from "./jobs-domain.ts";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

const sql = outside();
let jobs: JobsDomain;

test.beforeEach(async () => {
  jobs = await JobsDomain.make(sql, "phone");
});
test.afterEach(() => jobs.leave());
test.afterAll(() => leave(sql));

test("rows are cards with state, place, plan, next run and log; ticked ones are run from the foot", async ({
  page,
}) => {
  await jobs.ended("morning-digest", { status: "failed", error_message: "No ink" });
  await signIn(page, "system", jobs.path);
  const card = page.getByRole("row").filter({ hasText: "morning-digest" });
  await expect(card).toContainText("No ink");
  await expect(card).toContainText(jobs.name);
  await expect(card).toContainText("manual only");
  for (const target of [card.locator("a.log"), card.locator("a.id")])
    expect((await target.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(22);
  const small = await page.locator("main :is(button, .btn, a.log):visible").evaluateAll((all) =>
    all
      .filter((each) => !each.classList.contains("sr"))
      .map(
        (each) =>
          [each.textContent ?? "", Math.round(each.getBoundingClientRect().height)] as const,
      )
      .filter(([, height]) => height < 24),
  );
  expect(small).toEqual([]);
  await card.getByRole("checkbox").tap();
  await page.getByRole("button", { name: "Run now 1" }).tap();
  await expect(page.locator(".flash.answer")).toContainText("1 started: morning-digest");
});

test("the window fills the screen, plans and reports, and closes back to the list", async ({
  page,
}) => {
  await signIn(page, "system", jobs.path);
  await page.locator("tbody a.id", { hasText: "morning-digest" }).tap();
  const window = page.locator("dialog.win:modal");
  await expect(window).toBeVisible();
  const box = await window.boundingBox();
  expect([box?.x, box?.width]).toEqual([0, 390]);
  await page.getByRole("link", { name: "Scheduling" }).tap();
  await page.getByRole("radio", { name: /^Scheduled/ }).check();
  await page.getByLabel("1st time").fill("05:15");
  await expect(page.locator(".read .say")).toContainText("Every day at 05:15");
  await page.getByRole("button", { name: "Save planning" }).tap();
  await expect(page.locator("dialog.win footer [role=status]")).toHaveText("Saved");
  await page.getByRole("link", { name: "Close" }).tap();
  await expect(page.getByRole("row").filter({ hasText: "morning-digest" })).toContainText("05:15");
});
