import { expect, test, type Page } from "@playwright/test";
import { signIn, people } from "../support/people.ts";
import { leave, outside } from "../support/runs.ts";
import { JobsDomain } from "./jobs-domain.ts";

const sql = outside();
let jobs: JobsDomain;

test.beforeEach(async () => {
  jobs = await JobsDomain.make(sql, "information");
});
test.afterEach(() => jobs.leave());
test.afterAll(() => leave(sql));

/** The window as it is once scripts have made it a modal one. */
async function open(page: Page): Promise<void> {
  await signIn(page, "system", await jobs.window("morning-digest"));
  await expect(page.locator("dialog.win:modal")).toBeVisible();
}

const add = (page: Page) => page.getByRole("textbox", { name: "Add a recipient" });
const chips = (page: Page) => page.locator(".tok");
const foot = (page: Page) => page.locator("dialog.win footer [role=status]");
const save = (page: Page) => page.getByRole("button", { name: "Save report" });
const stored = async () => await jobs.schedule("morning-digest");

test("identifier and description are shown with the reason why they are fixed, and are no fields", async ({
  page,
}) => {
  await open(page);
  const dialog = page.getByRole("dialog", { name: "morning-digest" });
  await expect(dialog).toContainText("Identifier and description are fixed by the installation");
  await expect(dialog.getByRole("definition").first()).toHaveText("morning-digest");
  const names = await dialog
    .locator("form [name]")
    .evaluateAll((fields) => fields.map((field) => field.getAttribute("name")));
  expect(names.filter((name) => /identifier|description|title|domain/i.test(name ?? ""))).toEqual(
    [],
  );
});

test("addresses come typed, with a comma or as a pasted list; doubles are merged; wrong ones say why", async ({
  page,
}) => {
  await open(page);
  await add(page).pressSequentially("ops@alpine.example,");
  await expect(chips(page)).toHaveCount(1);
  await add(page).focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text", "Night@Alpine.example; OPS@alpine.example\r\nnot-an-address");
    document.activeElement?.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await expect(chips(page)).toHaveText([
    "ops@alpine.example",
    "Night@Alpine.example",
    "not-an-address",
  ]);
  await expect(page.locator("#recipients-error")).toContainText(
    "not-an-address: An address has exactly one @",
  );
  await expect(add(page)).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("3 of 20")).toBeVisible();
  await expect(foot(page)).toHaveText("Changed: recipients, one still to correct");
  await page.getByRole("switch", { name: /Send report/ }).check();
  await save(page).click();
  await expect(page.getByRole("alert").filter({ hasText: "can't be used" })).toBeFocused();
  expect((await stored())["report_recipients"]).toEqual([]);
  await page.getByRole("button", { name: "Remove not-an-address" }).click();
  await save(page).click();
  await expect(foot(page)).toHaveText("Saved");
  expect(await stored()).toMatchObject({
    report_enabled: true,
    report_recipients: ["ops@alpine.example", "Night@Alpine.example"],
    report_changed_by: "System",
  });
  await expect(page.getByText(/Last change today .* by System: the report\./)).toBeVisible();
});

test("nothing gets through that could make a header of two, and not more than twenty", async ({
  page,
}) => {
  await open(page);
  const send = async (values: string[]) => {
    await page.evaluate((addresses) => {
      const form = document.querySelector<HTMLFormElement>("#report");
      for (const field of form?.querySelectorAll("[name=recipients]") ?? []) field.remove();
      for (const value of addresses) {
        const field = document.createElement("textarea");
        Object.assign(field, { name: "recipients", value });
        form?.append(field);
      }
      form?.requestSubmit();
    }, values);
    await expect(page.getByRole("alert").filter({ hasText: "can't be used" })).toBeVisible();
    expect((await stored())["report_recipients"]).toEqual([]);
    await page.reload();
  };
  await send(["a@b.example\r\nBcc: victim@evil.example"]);
  await send(['"x, victim@evil.example" <a@b.example>']);
  await send(["a@b.example\uFF20evil.example"]);
  await send(Array.from({ length: 21 }, (_, at) => `person-${at}@alpine.example`));
});

test("when to report is chosen, a report without anybody is refused beside the field", async ({
  page,
}) => {
  await open(page);
  await page.getByRole("switch", { name: /Send report/ }).check();
  await page.getByText("First failure and recovery", { exact: true }).click();
  await page.keyboard.press("Control+Enter");
  await expect(page.locator("#recipients-error")).toContainText("Add at least one address");
  await expect(page.getByRole("radio", { name: "First failure and recovery" })).toBeChecked();
  await page.getByRole("link", { name: /Add at least one address/ }).click();
  await expect(add(page)).toBeFocused();
  await add(page).fill("ops@alpine.example");
  await page.keyboard.press("Control+Enter");
  await expect(foot(page)).toHaveText("Saved");
  expect(await stored()).toMatchObject({ report_when: "first-failure-and-recovery" });
});

test("the mail is shown as it would be sent now, and goes to oneself as a test", async ({
  page,
}) => {
  await open(page);
  await expect(page.getByText("The mail can be shown here once a run has finished.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Send me a test" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  const runId = await jobs.ended("morning-digest", {
    status: "failed",
    error_code: "error",
    error_message: "The <b>printer</b> has no ink",
  });
  await page.reload();
  const preview = page.getByRole("region", { name: "Preview of the mail" });
  await expect(preview).toContainText(`of run #${runId}`);
  await expect(preview.locator(".sj")).toHaveText(`[FAILED] morning-digest – ${jobs.name}`);
  await expect(preview.locator(".formatted")).toContainText("The <b>printer</b> has no ink");
  await page.getByText("Plain text", { exact: true }).click();
  await expect(preview.locator("pre.plain")).toBeVisible();
  await expect(preview.locator(".formatted")).toBeHidden();
  await page.getByRole("button", { name: "Send me a test" }).click();
  await expect(preview).toContainText(`A test is on its way to ${people.system}`);
  const mails = await sql`select recipient, subject, kind from mails where domain_id = ${jobs.id}`;
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ recipient: people.system, kind: "test" });
  expect(mails[0]?.["subject"]).toMatch(/^Test: \[FAILED\] morning-digest/);
});

test("leaving with changes asks; Escape loses nothing without a yes", async ({ page }) => {
  await open(page);
  await add(page).pressSequentially("ops@alpine.example,");
  await page.keyboard.press("Escape");
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await question.getByRole("button", { name: "Go on editing" }).click();
  await expect(chips(page)).toHaveCount(1);
  await page.getByRole("link", { name: "Scheduling" }).click();
  await question.getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(/\/scheduling$/);
  await page.getByRole("link", { name: "Information" }).click();
  await expect(chips(page)).toHaveCount(0);
});
