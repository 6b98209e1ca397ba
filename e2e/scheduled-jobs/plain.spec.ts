import { expect, test, type Browser, type Page } from "@playwright/test";
import { signIn } from "../support/people.ts";
import { leave, outside } from "../support/runs.ts";
import { JobsDomain } from "./jobs-domain.ts";

const sql = outside();
let jobs: JobsDomain;

test.beforeEach(async () => {
  jobs = await JobsDomain.make(sql, "plain");
});
test.afterEach(() => jobs.leave());
test.afterAll(() => leave(sql));

/** The same person in a browser without scripts. */
async function plain(browser: Browser, page: Page, path: string): Promise<Page> {
  await signIn(page, "system", "/notices");
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const other = await context.newPage();
  await other.goto(path);
  return other;
}

test("without scripts the list filters, sorts, starts and stops", async ({ page, browser }) => {
  const running = await jobs.running("stock-level-check");
  const list = await plain(browser, page, jobs.path);
  await list.getByRole("searchbox").fill("LEVEL stock");
  await list.keyboard.press("Enter");
  await expect(list.locator("tbody .id")).toHaveText(["stock-level-check"]);
  await list.getByRole("button", { name: "In progress, 1" }).click();
  await expect(list).toHaveURL(/status=running/);
  await list.goto(jobs.path);
  await list.getByRole("checkbox", { name: /^Select stock-level-check/ }).check();
  await list.getByRole("checkbox", { name: /^Select morning-digest/ }).check();
  await list.getByRole("button", { name: "Run now" }).click();
  await expect(list.locator(".flash.answer")).toContainText("1 started: morning-digest");
  await expect(list.locator(".flash.answer")).toContainText(`#${running} since`);
  await list.getByRole("checkbox", { name: /^Select stock-level-check/ }).check();
  await list.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(list.locator(".flash.answer")).toContainText("1 told to stop: stock-level-check");
});

test("without scripts a refused plan comes back as it was typed, with its errors beside the fields", async ({
  page,
  browser,
}) => {
  const window = await plain(browser, page, await jobs.window("morning-digest", "/scheduling"));
  await window.getByRole("radio", { name: /^Scheduled/ }).check();
  await window.getByText("Cron", { exact: true }).click();
  await window.getByRole("textbox", { name: "Expression" }).fill("61 2,3 * * 1,5");
  await window.getByRole("combobox", { name: "Time zone" }).fill("Europe/Nowhere");
  await window.getByRole("combobox", { name: "If a time was missed" }).selectOption("run-once");
  await window.getByRole("button", { name: "Save planning" }).click();
  const expression = window.getByRole("textbox", { name: "Expression" });
  await expect(window.getByRole("alert")).toContainText("can't be used");
  await expect(expression).toHaveValue("61 2,3 * * 1,5");
  await expect(window.getByRole("combobox", { name: "Time zone" })).toHaveValue("Europe/Nowhere");
  await expect(window.getByRole("combobox", { name: "If a time was missed" })).toHaveValue(
    "run-once",
  );
  await expect(window.locator("#timeZone-error")).toContainText("No such time zone");
  await window.getByRole("combobox", { name: "Time zone" }).fill("Europe/Paris");
  await window.getByRole("button", { name: "Save planning" }).click();
  await expect(window.locator("#expression-error")).toContainText("not between 0 and 59");
  await expression.fill("10 2,3 * * 1,5");
  await window.getByRole("button", { name: "Save planning" }).click();
  await expect(window.locator("footer [role=status]")).toHaveText("Saved");
  expect(await jobs.schedule("morning-digest")).toMatchObject({
    planning: "scheduled",
    recurrence: { repeat: "cron", expression: "10 2,3 * * 1,5" },
    missed: "run-once",
  });
});

test("without scripts weekdays and several times are kept through an error, and recipients removed", async ({
  page,
  browser,
}) => {
  const window = await plain(browser, page, await jobs.window("morning-digest", "/scheduling"));
  await window.getByRole("radio", { name: /^Scheduled/ }).check();
  for (const day of ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
    await window.locator(".days2 label", { hasText: day }).first().click();
  await window.getByLabel("1st time").fill("06:00");
  await window.getByLabel("2nd time").fill("18:30");
  await window.getByRole("button", { name: "Save planning" }).click();
  await expect(window.locator("#weekdays-error")).toContainText("Choose at least one weekday");
  await expect(window.getByLabel("1st time")).toHaveValue("06:00");
  await expect(window.getByLabel("2nd time")).toHaveValue("18:30");
  await window.locator(".days2 label", { hasText: "Sat" }).first().click();
  await window.getByRole("button", { name: "Save planning" }).click();
  await expect(window.locator("footer [role=status]")).toHaveText("Saved");
  expect(await jobs.schedule("morning-digest")).toMatchObject({
    recurrence: { repeat: "weekdays", weekdays: [6], times: ["06:00", "18:30"] },
  });
  await window.getByRole("link", { name: "Information" }).click();
  await window.getByRole("textbox", { name: "Add a recipient" }).fill("a@b.example, c@d.example");
  await window.getByRole("button", { name: "Save report" }).click();
  await expect(window.locator(".tok")).toHaveCount(2);
  await window.getByRole("button", { name: "Remove a@b.example" }).click();
  await expect(window.locator(".tok")).toHaveText(["c@d.example"]);
});
