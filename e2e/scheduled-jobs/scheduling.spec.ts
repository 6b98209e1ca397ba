import { expect, test, type Page } from "@playwright/test";
import { signIn } from "../support/people.ts";
import { leave, outside } from "../support/runs.ts";
import { JobsDomain } from "./jobs-domain.ts";

const sql = outside();
let jobs: JobsDomain;

test.beforeEach(async () => {
  jobs = await JobsDomain.make(sql, "scheduling");
});
test.afterEach(() => jobs.leave());
test.afterAll(() => leave(sql));

/** The tab as it is once scripts have made the window a modal one. */
async function open(page: Page): Promise<void> {
  await signIn(page, "system", await jobs.window("morning-digest", "/scheduling"));
  await expect(page.locator("dialog.win:modal")).toBeVisible();
}

const kind = (page: Page, name: string) =>
  page.getByRole("radio", { name: new RegExp(`^${name}`) });
const repeat = (page: Page, words: string) =>
  page.getByRole("radiogroup", { name: "Repeat" }).getByText(words, { exact: true });
const sentence = (page: Page) => page.locator(".read .say");
const nextRuns = (page: Page) => page.locator(".read tbody tr");
const save = (page: Page) => page.getByRole("button", { name: "Save planning" });
const foot = (page: Page) => page.locator("dialog.win footer [role=status]");
const recurrence = async () => (await jobs.schedule("morning-digest"))["recurrence"];

test("automatic says the job's own rule; disabled has no next run; both are kept on coming back", async ({
  page,
}) => {
  await open(page);
  await expect(nextRuns(page)).toHaveCount(0);
  await kind(page, "Automatic").check();
  await expect(kind(page, "Automatic")).toHaveAccessibleName(/Every day at 07:00/);
  await expect(sentence(page)).toContainText("Every day at 07:00 in the domain's time zone");
  await expect(nextRuns(page)).toHaveCount(5);
  await save(page).click();
  await expect(foot(page)).toHaveText("Saved");
  const row = await jobs.schedule("morning-digest");
  expect(row["planning"]).toBe("automatic");
  expect(row["next_run_at"]).not.toBeNull();
  await kind(page, "Disabled").check();
  await save(page).click();
  await expect(foot(page)).toHaveText("Saved");
  expect((await jobs.schedule("morning-digest"))["next_run_at"]).toBeNull();
  await page.getByRole("link", { name: "Close" }).click();
  await expect(
    page.getByRole("row").filter({ hasText: jobs.name }).filter({ hasText: "morning-digest" }),
  ).toContainText("manual only");
});

test("every way to repeat is read back as one types, with five next runs, and saved", async ({
  page,
}) => {
  await open(page);
  await kind(page, "Scheduled").check();
  await repeat(page, "Minutes").click();
  await page
    .getByRole("combobox", { name: "Every" })
    .and(page.locator("#everyMinutes"))
    .selectOption("20");
  await expect(sentence(page)).toContainText("Every 20 minutes");
  await expect(nextRuns(page)).toHaveCount(5);
  await repeat(page, "Hours").click();
  await page.locator("#everyHours").selectOption("6");
  await page.getByRole("spinbutton", { name: "Minute of the hour" }).fill("15");
  await expect(sentence(page)).toContainText("Every 6 hours from 00:15");
  await repeat(page, "Days of month").click();
  await page.getByText("Last day", { exact: true }).click();
  await expect(sentence(page)).toContainText("the last day");
  await repeat(page, "Weekdays").click();
  await page.getByRole("button", { name: "Mon–Fri" }).click();
  await page.getByLabel("1st time").fill("06:00");
  await page.getByRole("button", { name: "Add a time" }).click();
  await expect(page.getByLabel("2nd time")).toBeFocused();
  await page.getByLabel("2nd time").fill("18:30");
  await expect(sentence(page)).toHaveText("Monday to Friday at 06:00 and 18:30, Paris time.");
  await expect(nextRuns(page)).toHaveCount(5);
  const shown = await nextRuns(page)
    .locator("time")
    .evaluateAll((all) => all.map((each) => each.getAttribute("datetime") as string));
  await save(page).click();
  await expect(foot(page)).toHaveText("Saved");
  expect(await recurrence()).toEqual({
    repeat: "weekdays",
    weekdays: [1, 2, 3, 4, 5],
    times: ["06:00", "18:30"],
  });
  const next = (await jobs.schedule("morning-digest"))["next_run_at"] as Date;
  expect(next.toISOString(), "what was shown is what will be").toBe(shown[0]);
  await page.reload();
  await expect(page.getByLabel("2nd time")).toHaveValue("18:30");
});

test("days on which the clocks change are marked and explained", async ({ page }) => {
  await open(page);
  await kind(page, "Scheduled").check();
  await repeat(page, "Cron").click();
  const expression = page.getByRole("textbox", { name: "Expression" });
  // The spring Sunday's missing half hour, and the autumn Sunday's doubled one.
  await expression.fill("30 2 * 3 SUN#L".replace("SUN#L", "0L"));
  await expect(nextRuns(page)).toHaveCount(5);
  await expect(nextRuns(page).first()).toContainText(
    "02:30 does not exist this night, clocks go from 02:00 to 03:00. It runs once, at 03:00.",
  );
  await expect(nextRuns(page).first().locator("time")).toHaveText("03:00");
  await expression.fill("30 2 * 10 0L");
  await expect(nextRuns(page).first()).toContainText("02:30 comes twice this night");
  await page.getByRole("combobox", { name: "Time zone" }).fill("Asia/Tokyo");
  await expect(nextRuns(page).first()).not.toContainText("twice");
  await expect(nextRuns(page).first()).toContainText("for you");
  await expect(page.getByText("UTC+9")).toBeVisible();
});

test("what is wrong stands beside its field and nothing is lost; the summary leads there", async ({
  page,
}) => {
  await open(page);
  await kind(page, "Scheduled").check();
  for (const day of ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
    await page.locator(".days2:not(.month) label", { hasText: day }).click();
  await page.getByLabel("1st time").fill("06:45");
  await page.getByRole("combobox", { name: "Time zone" }).fill("Europe/Nowhere");
  await page
    .getByRole("combobox", { name: "If the last run still runs" })
    .selectOption("queue-one");
  await expect(sentence(page)).toContainText(/No such time zone|at least one weekday/);
  await save(page).click();
  const summary = page.getByRole("alert").filter({ hasText: "can't be used" });
  await expect(summary).toBeFocused();
  await expect(page.locator("#weekdays-error")).toHaveText("Choose at least one weekday.");
  await expect(page.locator("#timeZone-error")).toContainText("No such time zone");
  await expect(page.getByRole("combobox", { name: "Time zone" })).toHaveAttribute(
    "aria-invalid",
    "true",
  );
  await expect(page.getByLabel("1st time")).toHaveValue("06:45");
  await expect(kind(page, "Scheduled")).toBeChecked();
  await expect(page.getByRole("combobox", { name: "If the last run still runs" })).toHaveValue(
    "queue-one",
  );
  expect(await jobs.schedule("morning-digest")).toMatchObject({ planning: "disabled", version: 1 });
  await summary.getByRole("link", { name: /No such time zone/ }).click();
  await expect(page.getByRole("combobox", { name: "Time zone" })).toBeFocused();
  await page.getByRole("combobox", { name: "Time zone" }).fill("Europe/Paris");
  await summary.getByRole("link", { name: /weekday/ }).click();
  await expect(page.getByRole("checkbox", { name: "Monday" })).toBeFocused();
  await page.keyboard.press("Space");
  await page.keyboard.press("Control+Enter");
  await expect(foot(page)).toHaveText("Saved");
  expect(await recurrence()).toEqual({ repeat: "weekdays", weekdays: [1], times: ["06:45"] });
});

test("an expression that the form can't say is kept as it is, and hard ones are refused in words", async ({
  page,
}) => {
  const kept = { repeat: "cron", expression: "*/7 3-5 1-10/3 */2 MON#1" };
  await jobs.set("morning-digest", { planning: "scheduled", recurrence: sql.json(kept) });
  await open(page);
  const expression = page.getByRole("textbox", { name: "Expression" });
  await expect(expression).toHaveValue(kept.expression);
  await page.getByRole("combobox", { name: "If a time was missed" }).selectOption("run-once");
  await save(page).click();
  await expect(foot(page)).toHaveText("Saved");
  expect(await recurrence()).toEqual(kept);
  for (const [text, why] of [
    ["* * * *", "An expression has five fields"],
    ["0 24 * * *", "The hour 24 is not between 0 and 23."],
    ["0 0 30 2 *", "There is no 30 February."],
  ] as const) {
    await expression.fill(text);
    await expect(sentence(page)).toContainText(why);
  }
  await kind(page, "Disabled").check();
  await save(page).click();
  await expect(foot(page)).toHaveText("Saved");
  expect(await recurrence()).toEqual(kept);
});

test("policies are saved, and who planned it last and what it was before is said", async ({
  page,
}) => {
  await open(page);
  await kind(page, "Automatic").check();
  await page
    .getByRole("combobox", { name: "If the last run still runs" })
    .selectOption("queue-one");
  await page.getByRole("combobox", { name: "After failures" }).selectOption("3");
  await expect(foot(page)).toHaveText(
    "Changed: planning, if the last run still runs, after failures",
  );
  await save(page).dblclick();
  await expect(foot(page)).toHaveText("Saved");
  expect(await jobs.schedule("morning-digest")).toMatchObject({
    overlap: "queue-one",
    pause_after_failures: 3,
    version: 2,
  });
  await expect(
    page.getByText(/Planned by System, today .*Before: Starts only by hand/),
  ).toBeVisible();
});

test("a pause has a reason and an end, is shown, and is taken back", async ({ page }) => {
  await open(page);
  await page.getByText("Pause this job…").click();
  await page.getByLabel(/^Until/).fill("2020-01-01T06:00");
  await page.getByLabel("Reason").fill("the printer is being repaired");
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByText("Choose a day that is still to come.")).toBeVisible();
  await expect(page.getByLabel("Reason")).toHaveValue("the printer is being repaired");
  await page.getByLabel(/^Until/).fill("2098-04-01T06:00");
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  const paused = page.getByRole("region", { name: "Pause" });
  await expect(paused).toContainText(
    /Paused by System since today .*, until Tue 1\s+April 2098 06:00: the printer is being repaired/,
  );
  await page.getByRole("link", { name: "Close" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const row = page
    .getByRole("row")
    .filter({ hasText: jobs.name })
    .filter({ hasText: "morning-digest" });
  await expect(row).toContainText("the printer is being repaired");
  await page.goBack();
  await paused.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("Pause this job…")).toBeVisible();
  expect(await jobs.schedule("morning-digest")).toMatchObject({ paused_at: null, version: 3 });
});

test("of two administrators who save, the later one is told, keeps what was typed, and saves again", async ({
  page,
  browser,
}) => {
  await open(page);
  const context = await browser.newContext();
  const other = await context.newPage();
  await open(other);
  await kind(page, "Scheduled").check();
  await page.getByLabel("1st time").fill("03:15");
  await kind(other, "Automatic").check();
  await save(other).click();
  await expect(foot(other)).toHaveText("Saved");
  await save(page).click();
  const lost = page.getByRole("alert").filter({ hasText: "System changed the plan" });
  await expect(lost).toContainText("Every day at 07:00");
  await expect(lost).toContainText("Nothing of yours is saved yet");
  await expect(page.getByLabel("1st time")).toHaveValue("03:15");
  await expect(kind(page, "Scheduled")).toBeChecked();
  expect((await jobs.schedule("morning-digest"))["planning"]).toBe("automatic");
  await save(page).click();
  await expect(foot(page)).toHaveText("Saved");
  expect(await recurrence()).toMatchObject({ times: ["03:15"] });
  await context.close();
});
