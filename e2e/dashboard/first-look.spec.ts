import { expect, test } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { signIn } from "../support/people.ts";
import { makeRun } from "../support/run-rows.ts";
import { changeRun, domainId, makeRunning, leave, outside, userId } from "../support/runs.ts";

const sql = outside();
test.afterAll(() => leave(sql));

const word = (what: string) => `${what}-${Date.now().toString(36)}`;

test("what is wrong stands first, once per job, until a later run mends it", async ({ page }) => {
  const title = word("wrong");
  const domain_id = await domainId(sql, "cobalt.example");
  const failed = {
    title,
    domain_id,
    status: "failed",
    error_message: "Column ‘sku’ is missing\nsecond line",
    started_at: new Date(),
    ended_at: new Date(),
  };
  await makeRun(sql, failed);
  await makeRun(sql, failed);
  await signIn(page, "system", "/?domain=cobalt.example");
  const entry = page.getByRole("listitem").filter({ hasText: `${title} failed` });
  await expect(entry).toHaveCount(1);
  await expect(entry).toContainText("Column ‘sku’ is missing. 2 times in 24 h.");
  await expect(page).toHaveTitle(/\d+ to look at · Dashboard · Nightshift/);
  const figure = page.getByRole("link", { name: /failed in 24 h/ });
  const shown = Number.parseInt((await figure.locator("b").textContent()) ?? "", 10);
  await figure.click();
  await expect(page).toHaveURL(/status=failed/);
  expect(page.url()).toMatch(/domain=cobalt.example/);
  expect(page.url()).toMatch(/since=24h/);
  await expect(page.getByRole("button", { name: `Failed, ${shown}` })).toBeVisible();
  await makeRun(sql, { ...failed, status: "completed" });
  await page.goto("/?domain=cobalt.example");
  await expect(page.getByRole("heading", { name: "What is wrong" })).toBeVisible();
  await expect(entry).toHaveCount(0);
});

test("what runs now can be stopped, and its end arrives by itself", async ({ page }) => {
  const title = word("now");
  const started_by = await userId(sql, "operator");
  const runId = await makeRunning(sql, {
    title,
    domain_id: await domainId(sql, "alpine.example"),
    started_by,
  });
  const stream = page.waitForResponse((answer) => answer.url().includes("/api/live?"));
  await signIn(page, "operator", "/");
  await stream;
  const now = page.getByRole("region", { name: "What runs now, and until when" });
  const line = now.getByRole("listitem").filter({ hasText: title });
  // Other tests' imports may have taught it what is usual.
  await expect(line).toContainText(/estimating…|longer than usual|left/);
  await expect(page.getByRole("region", { name: "My latest runs" })).toContainText(title);
  await line.getByRole("button", { name: `Stop ${title}` }).click();
  await page.getByRole("button", { name: "Stop the run" }).click();
  await expect(line).toContainText("stopping…");
  await page.mouse.move(700, 60);
  await page.locator("h1").click();
  await changeRun(sql, runId, { status: "stopped", ended_at: new Date() });
  await expect(line).toHaveCount(0, { timeout: 5000 });
});

test("other domains are not on it, and an empty one says what to do first", async ({
  page,
  browser,
}) => {
  const title = word("elsewhere");
  await makeRun(sql, {
    title,
    domain_id: await domainId(sql, "borealis.example"),
    status: "failed",
  });
  await signIn(page, "member", "/");
  expect(await page.content()).not.toContain(title);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await signIn(plain, "borealisAdmin", "/");
  await expect(plain.getByRole("link", { name: `${title} failed` })).toBeVisible();
  await context.close();
});

test("axe finds nothing and it fits a phone", async ({ page }) => {
  test.slow();
  await makeRunning(sql, { title: word("axe"), domain_id: await domainId(sql, "alpine.example") });
  await signIn(page, "system", "/");
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await page.reload();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
