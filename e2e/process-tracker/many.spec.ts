import { expect, test, type Browser, type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { complaintsOf } from "../support/complaints.ts";
import { signIn, type Person } from "../support/people.ts";
import { makeRun, type RunValues } from "../support/run-rows.ts";
import { changeRun, domainId, leave, makeRunning, outside, userId } from "../support/runs.ts";

const sql = outside();
test.afterAll(() => leave(sql));

const word = (what: string) => `${what}-${Date.now().toString(36)}`;
const row = (page: Page, title: string) =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name: title, exact: true }) });
const box = (page: Page, title: string) => row(page, title).getByRole("checkbox");
const answer = (page: Page) => page.locator(".flash.answer");
const question = (page: Page, name: string | RegExp) => page.getByRole("alertdialog", { name });
const statusOf = async (runId: number) =>
  (await sql`select status from runs where id = ${runId}`)[0]?.["status"];
const auditOf = async (runId: number) =>
  (
    await sql`select action from audit_entries where object_type = 'run' and object_id = ${String(runId)} order by id`
  ).map((entry) => entry["action"] as string);

const alpine = () => domainId(sql, "alpine.example");

async function make(title: string, status: string, values: RunValues = {}): Promise<number> {
  const inDomain = { title, domain_id: await alpine(), ...values };
  if (status === "running") return await makeRunning(sql, inDomain);
  const times =
    status === "deferred"
      ? { start_at: new Date(Date.now() + 3_600_000) }
      : { started_at: new Date(), ended_at: new Date(), attempt: 1, claim: 1 };
  return await makeRun(sql, { ...inDomain, status, ...times });
}

/** One of each kind that matters to the bar. */
async function makeFew(q: string) {
  return {
    ended: await make(`${q} ended`, "completed"),
    failed: await make(`${q} failed`, "failed", { error_message: "No ink" }),
    later: await make(`${q} later`, "deferred"),
    running: await make(`${q} running`, "running"),
  };
}

async function openList(page: Page, q: string, person: Person = "system"): Promise<void> {
  await signIn(page, person, `/process-tracker?q=${q}`);
}

test("rows, a range, the page, the whole filter: the number is said, and ticks outlive a page", async ({
  page,
  context,
  baseURL,
}) => {
  const q = word("many-choose");
  for (let at = 0; at < 30; at += 1) await make(`${q} ${at}`, "failed");
  await context.addCookies([{ name: "page-size", value: "25", url: baseURL as string }]);
  await openList(page, q);
  const boxes = page.locator("tbody input[type=checkbox]");
  await expect(boxes).toHaveCount(25);
  const all = page.getByRole("checkbox", { name: "Select all on this page" });
  const third = await boxes.nth(2).boundingBox();
  await boxes.nth(1).click();
  await boxes.nth(4).click({ modifiers: ["Shift"] });
  await expect(page.getByText("4 selected")).toBeVisible();
  expect(await boxes.nth(2).boundingBox(), "the bar moves no row").toEqual(third);
  expect(await all.evaluate((each: HTMLInputElement) => each.indeterminate)).toBe(true);
  await page.getByRole("link", { name: "Older", exact: true }).click();
  await expect(boxes).toHaveCount(5);
  await expect(page.getByText("4 selected")).toBeVisible();
  await expect(page.getByText("all of them not on this page")).toBeVisible();
  await page.getByRole("link", { name: "Newer", exact: true }).click();
  await expect(boxes.nth(1)).toBeChecked();
  await all.click();
  await expect(page.getByText("25 selected")).toBeVisible();
  await page.getByRole("button", { name: "Select all 30 that match" }).click();
  await expect(page.getByText("30 selected")).toBeVisible();
  // What begins to match later is not among them.
  const late = await make(`${q} late`, "failed");
  await boxes.nth(24).scrollIntoViewIfNeeded();
  await page.getByRole("button", { name: "Set to done 30" }).click();
  const asked = question(page, /^Set 30.runs to done\?$/);
  await asked.getByRole("textbox", { name: "Why they count as done" }).fill("Sent by hand");
  await asked.getByRole("textbox", { name: "Type 30 to go on" }).fill("30");
  await asked.getByRole("button", { name: /^Set 30.runs to done$/ }).click();
  await expect(answer(page)).toContainText("30 set to done:");
  await expect(answer(page)).toBeInViewport();
  await expect(answer(page)).toContainText("and 18 more");
  expect(await statusOf(late)).toBe("failed");
  await expect(page.getByText(/ selected/)).toBeHidden();
});

test("stop asks with numbers and reasons, cancels what waits, and tells what became of each", async ({
  page,
}) => {
  const q = word("many-stop");
  const runs = await makeFew(q);
  await openList(page, q);
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await expect(page.getByText("4 selected")).toBeVisible();
  await page.getByRole("button", { name: "Stop 2" }).click();
  const asked = question(page, /^Stop 2.runs\?$/);
  await expect(asked).toContainText("1 in progress is stopped at its next safe point");
  await expect(asked).toContainText("1 that waits is cancelled");
  await expect(asked).toContainText("1 is failed now; 1 is completed now");
  await expect(asked.getByRole("button", { name: "Keep running" })).toBeFocused();
  await asked.getByRole("button", { name: "Keep running" }).click();
  expect(await auditOf(runs.running)).toEqual([]);
  await page.getByRole("button", { name: "Stop 2" }).click();
  await asked.getByRole("button", { name: /^Stop 2.runs$/ }).click();
  await expect(answer(page)).toContainText(`1 told to stop: ${q} running #${runs.running}`);
  await expect(answer(page)).toContainText(`1 cancelled: ${q} later #${runs.later}`);
  await expect(answer(page)).toContainText("Not touched: 1 is failed now; 1 is completed now");
  await expect(page.getByText(/ selected/)).toBeHidden();
  await expect(row(page, `${q} running`).locator(".st")).toHaveText("Stopping…");
  await expect(row(page, `${q} later`).locator(".st")).toHaveText("Cancelled");
  expect(await auditOf(runs.running)).toEqual(["run.stop"]);
  expect(await auditOf(runs.later)).toEqual(["run.cancel"]);
  expect(await auditOf(runs.ended)).toEqual([]);
  // It stays through a filter, until it is dismissed.
  await page.getByRole("button", { name: "Failed, 1" }).click();
  await expect(page.locator("tbody .id")).toHaveText([`${q} failed`]);
  await box(page, `${q} failed`).check();
  await page.getByRole("button", { name: "Retry 1" }).click();
  await page.getByRole("button", { name: "Not now" }).click();
  await expect(answer(page)).toContainText("1 told to stop");
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(answer(page)).toHaveCount(0);
});

test("what none of the ticked allows is off with its reason; what the role never allows is not there", async ({
  page,
  browser,
}) => {
  const q = word("many-off");
  await makeFew(q);
  await openList(page, q);
  await box(page, `${q} ended`).check();
  for (const name of ["Stop", "Retry", "Set to done"]) {
    const button = page.locator("#ticked").getByRole("button", { name, exact: true });
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await expect(button).toHaveAccessibleDescription(/^None of them/);
  }
  await box(page, `${q} failed`).check();
  await expect(page.getByRole("button", { name: "Retry 1" })).not.toHaveAttribute("aria-disabled");
  const operator = await as(browser, "operator", q);
  await box(operator, `${q} failed`).check();
  await expect(operator.getByRole("button", { name: "Retry 1" })).toBeVisible();
  await expect(operator.getByRole("button", { name: /Set to done/ })).toHaveCount(0);
  await operator.context().close();
  await make(`${q} own`, "failed", { started_by: await userId(sql, "member") });
  const member = await as(browser, "member", q);
  await expect(member.locator("tbody .id")).toHaveText([`${q} own`]);
  await expect(member.getByRole("checkbox")).toHaveCount(0);
  await member.context().close();
});

test("the set is frozen: a new attempt is left alone, and one that is refused hinders no other", async ({
  page,
}) => {
  const q = word("many-frozen");
  const [first, second] = [
    await make(`${q} first`, "running"),
    await make(`${q} second`, "running"),
  ];
  await openList(page, q);
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await page.getByRole("button", { name: "Stop 2" }).click();
  await expect(question(page, /^Stop 2/)).toBeVisible();
  await changeRun(sql, first, { claim: 2, attempt: 2 });
  await page.getByRole("button", { name: /^Stop 2.runs$/ }).click();
  await expect(answer(page)).toContainText(`1 told to stop: ${q} second`);
  await expect(answer(page)).toContainText(
    `1 left as they were: ${q} first #${first}: was tried again meanwhile`,
  );
  expect([await statusOf(first), await statusOf(second)]).toEqual(["running", "stopping"]);
});

test("two quick clicks retry each run once", async ({ page }) => {
  const q = word("many-twice");
  const runs = [await make(`${q} one`, "failed"), await make(`${q} two`, "stopped")];
  await openList(page, q, "operator");
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await page.getByRole("button", { name: "Retry 2" }).dblclick();
  await question(page, /^Retry 2/)
    .getByRole("button", { name: /^Retry 2/ })
    .dblclick();
  await expect(answer(page)).toContainText("2 tried again:");
  for (const runId of runs) expect(await auditOf(runId)).toEqual(["run.retry"]);
});

test("set to done takes a reason and the number, which are in the audit log", async ({ page }) => {
  const q = word("many-settle");
  const runs = await makeFew(q);
  await openList(page, q, "alpineAdmin");
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await page.getByRole("button", { name: "Set to done 3" }).click();
  const asked = question(page, /^Set 3.runs to done\?$/);
  const go = asked.getByRole("button", { name: /^Set 3/ });
  await expect(asked).toContainText("1 in progress is stopped first");
  await expect(go).toHaveAttribute("aria-disabled", "true");
  await asked.getByRole("textbox", { name: "Why they count as done" }).fill("Counted by hand");
  await asked.getByRole("textbox", { name: "Type 3 to go on" }).fill("4");
  await expect(go).toHaveAttribute("aria-disabled", "true");
  await asked.getByRole("textbox", { name: "Type 3 to go on" }).fill("3");
  await go.click();
  await expect(answer(page)).toContainText("2 set to done:");
  await expect(answer(page)).toContainText(`1 told to stop, then set to done: ${q} running`);
  const [entry] =
    await sql`select after from audit_entries where object_id = ${String(runs.failed)} and action = 'run.settle'`;
  expect(entry?.["after"]).toEqual({ status: "settled", reason: "Counted by hand", typed: 3 });
  expect(await statusOf(runs.ended)).toBe("completed");
});

test("ticks stay while rows change, and the bar knows what has changed", async ({ page }) => {
  const q = word("many-live");
  const runs = await makeFew(q);
  const stream = page.waitForResponse((each) => each.url().includes("/api/live?"));
  await openList(page, q);
  await stream;
  await box(page, `${q} running`).check();
  await expect(page.getByRole("button", { name: "Stop 1" })).toBeVisible();
  await changeRun(sql, runs.running, { message: "Writes row 9" });
  await expect(row(page, `${q} running`)).toContainText("Writes row 9");
  await expect(box(page, `${q} running`)).toBeChecked();
  await changeRun(sql, runs.running, { status: "failed", ended_at: new Date() });
  await expect(page.getByRole("button", { name: "Retry 1" })).toBeVisible();
  await expect(page.locator("#ticked").getByRole("button", { name: "Stop" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await expect(box(page, `${q} running`)).toBeChecked();
});

test("of another domain's runs nothing is told, and none is touched; what needs a permission names it", async ({
  page,
  browser,
}) => {
  const q = word("many-foreign");
  await makeFew(q);
  const secret = word("secret");
  const theirs = await make(secret, "failed", {
    domain_id: await domainId(sql, "borealis.example"),
  });
  await openList(page, q, "alpineAdmin");
  await box(page, `${q} failed`).check();
  await addField(page, "runs", `${theirs}:1:failed`);
  await page.getByRole("button", { name: "Retry 1" }).click();
  const asked = question(page, /^Retry 1.run\?$/);
  await expect(asked).toContainText("1 does not exist");
  await asked.getByRole("button", { name: /^Retry/ }).click();
  await expect(answer(page)).toContainText("1 tried again:");
  expect(await page.content()).not.toContain(secret);
  expect([await statusOf(theirs), await auditOf(theirs)]).toEqual(["failed", []]);
  const house = word("many-house");
  await make(house, "failed", { domain_id: null });
  const region = await as(browser, "region", house);
  await box(region, house).check();
  await expect(
    region.locator("#ticked").getByRole("button", { name: "Retry", exact: true }),
  ).toHaveAttribute("aria-disabled", "true");
  await region.context().close();
});

test("more than a thousand are refused beside the bar, and the ticks stay", async ({ page }) => {
  const q = word("many-much");
  await makeFew(q);
  await openList(page, q);
  await box(page, `${q} failed`).check();
  const texts = Array.from({ length: 5000 }, (_, at) => `${at + 1}:1:failed`).join(",");
  await addField(page, "runs", texts);
  await page.getByRole("button", { name: "Retry 1" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "At most 1,000" })).toBeVisible();
  await expect(page.getByText("1 selected")).toBeVisible();
});

test("by keys alone: j and x choose, s asks, Escape takes first the question and then the ticks away", async ({
  page,
}) => {
  const q = word("many-keys");
  await makeFew(q);
  await openList(page, q);
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(row(page, `${q} running`).locator("a.id")).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.keyboard.press("s");
  await expect(question(page, /^Stop 2/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText(/ selected/)).toBeHidden();
  await page.keyboard.press("k");
  await page.keyboard.press("x");
  await page.keyboard.press("s");
  await expect(question(page, /^Stop 1/)).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(answer(page)).toContainText(`1 told to stop: ${q} running`);
});

test("without scripts the question stands in the page, with the same numbers", async ({
  page,
  browser,
}) => {
  const q = word("many-plain");
  const runs = await makeFew(q);
  const plain = await as(browser, "system", q, false);
  for (const title of ["later", "running", "ended"]) await box(plain, `${q} ${title}`).check();
  await plain.getByRole("button", { name: "Stop", exact: true }).click();
  const asked = plain.getByRole("form", { name: /^Stop 2.runs\?$/ });
  await expect(asked).toContainText("1 that waits is cancelled");
  await expect(asked).toContainText("1 is completed now");
  expect(await statusOf(runs.running)).toBe("running");
  await asked.getByRole("button", { name: /^Stop 2/ }).click();
  await expect(answer(plain)).toContainText(`1 told to stop: ${q} running`);
  await expect(answer(plain)).toContainText(`1 cancelled: ${q} later`);
  await plain.goto(`/process-tracker?q=${q}`);
  await box(plain, `${q} failed`).check();
  await plain.getByRole("button", { name: "Set to done", exact: true }).click();
  const settle = plain.getByRole("form", { name: /^Set 1.run to done\?$/ });
  await settle.getByRole("textbox", { name: "Why they count as done" }).fill("Sent by hand");
  await settle.getByRole("textbox", { name: "Type 1 to go on" }).fill("1");
  await settle.getByRole("button", { name: /^Set 1/ }).click();
  await expect(answer(plain)).toContainText(`1 set to done: ${q} failed`);
  await plain.context().close();
  expect(await statusOf(runs.failed)).toBe("settled");
  await page.close();
});

test("axe finds nothing, with ticks, the question and the answer; the console says nothing", async ({
  page,
}) => {
  test.slow();
  const said = complaintsOf(page);
  const q = word("many-axe");
  await makeFew(q);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openList(page, q);
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Set to done 3" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Stop 2" }).click();
  await question(page, /^Stop 2/)
    .getByRole("button", { name: /^Stop 2/ })
    .click();
  await expect(answer(page)).toBeVisible();
  await expectAccessible(page);
  expect(said).toEqual([]);
});

test("on a phone boxes and bar fit a finger, and nothing scrolls sideways at 320 px", async ({
  browser,
}) => {
  const q = word("many-phone");
  await makeFew(q);
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const page = await (await browser.newContext(phone)).newPage();
  await openList(page, q);
  for (const title of ["running", "later", "failed"]) await box(page, `${q} ${title}`).tap();
  await expect(page.getByText("3 selected")).toBeVisible();
  await page.getByRole("button", { name: "Clear" }).tap();
  await expect(page.getByText(/ selected/)).toBeHidden();
  for (const title of ["running", "later", "failed"]) await box(page, `${q} ${title}`).tap();
  for (const button of await page.locator("#ticked .btn:visible").all())
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Stop 2" }).tap();
  await expectNoSidewaysScroll(page);
  await question(page, /^Stop 2/)
    .getByRole("button", { name: /^Stop 2/ })
    .tap();
  await expect(answer(page)).toContainText("1 cancelled:");
  await expectNoSidewaysScroll(page);
  await page.context().close();
});

/** Somebody else, in a browser of his own. */
async function as(
  browser: Browser,
  person: Person,
  q: string,
  javaScriptEnabled = true,
): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  await openList(page, q, person);
  return page;
}

/** What somebody sends by hand besides what he ticked. */
const addField = (page: Page, name: string, value: string) =>
  page.evaluate(
    (field) => {
      const input = Object.assign(document.createElement("input"), { type: "hidden", ...field });
      document.querySelector("#ticked")?.append(input);
    },
    { name, value },
  );
