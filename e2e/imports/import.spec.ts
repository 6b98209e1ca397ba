import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { signIn } from "../support/people.ts";
import { outside } from "../support/runs.ts";
import { csv, runEnds, upload, word } from "./support.ts";

const sql = outside();
test.afterAll(() => sql.end());
// Several pages and up to two real runs in each.
test.describe.configure({ timeout: 120_000 });

test("the sample file: uploaded, matched, checked, launched, and its products are there", async ({
  page,
}) => {
  const sample = await readFile("public/samples/products.csv", "utf8");
  const mark = word("S");
  await signIn(page, "operator", "/imports");
  await upload(page, csv("spring.csv", sample.replaceAll("AL-", `${mark}-`)));
  await expect(page.getByText("Every required field has its column.")).toBeVisible();
  await page.getByRole("button", { name: "Check the file" }).click();
  await page.waitForURL(/step=check/);
  await expect(page.getByRole("status").getByText("Check of spring.csv started.")).toBeVisible();
  await expect(page.getByText("11 would be created")).toBeVisible({ timeout: 40_000 });
  const [before] = await sql`select count(*)::int as n from products where sku like ${`${mark}%`}`;
  expect(before?.["n"], "a check writes nothing").toBe(0);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Go on to launch" }).click();
  await page.waitForURL(/step=launch/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Import 11 rows" }).click();
  await runEnds(page, "Completed");
  await expect(page.getByRole("status").getByRole("link", { name: "Follow it" })).toHaveAttribute(
    "href",
    /process-tracker\/\d+/,
  );
  await page.goto(`/products?q=${mark}`);
  await expect(page.locator(".head .sub")).toHaveText(/^11 of /);
  await page.getByRole("link", { name: "Vela wall light, brass" }).click();
  await expect(page.getByRole("link", { name: `${mark}-10443` })).toBeVisible();
  await expect(page.getByText("1840 GRAM")).toBeVisible();
});

test("refused rows come back as a file; corrected and uploaded, its run continues the first", async ({
  page,
}) => {
  const [good, bad] = [word("G"), word("B")];
  const text = `sku;name;price-EUR\n${good};Lamp;12.50\n${bad};Lamp;cheap\n`;
  await signIn(page, "operator", "/imports");
  await upload(page, csv("prices.csv", text));
  await page.getByRole("button", { name: "Import", exact: true }).click();
  const first = await runEnds(page, "Completed with warnings");
  const answer = await page.request.get(`/api/runs/${first}/refused-rows`);
  const refused = await answer.text();
  expect(refused.replace(/^\uFEFF/, "").split(/\r?\n/)[0]).toBe("sku;name;price-EUR;reason");
  expect(refused).toContain(`${bad};Lamp;cheap;`);
  await page.goto(`/imports/new?continues=${first}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Continue prices.csv #${first}`);
  await upload(page, csv("prices-corrected.csv", refused.replace("cheap", "9.90")));
  await expect(page.getByRole("main").getByText("Not imported: reason")).toBeVisible();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  const second = await runEnds(page, "Completed");
  expect(second).not.toBe(first);
  await expect(page.getByRole("link", { name: new RegExp(`#${first}`) }).first()).toBeVisible();
  await page.goto(`/process-tracker/${first}`);
  await expect(page.getByRole("link", { name: new RegExp(`#${second}`) }).first()).toBeVisible();
});

test("two quick clicks on Import start one run", async ({ page }) => {
  await signIn(page, "operator", "/imports");
  const name = `${word("twice")}.csv`;
  const url = await upload(page, csv(name, `sku;name\n${word("D")};Lamp\n`));
  const button = page.getByRole("button", { name: "Import", exact: true });
  await button.dblclick();
  await runEnds(page, /Completed|New|In progress/);
  const found = await sql`select count(*)::int as n from runs where title = ${name}`;
  expect(found[0]?.["n"]).toBe(1);
  await page.goto(url);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(
    `${name} was imported as run #`,
  );
});

test("a mapping that lacks the SKU blocks with the reason; what is chosen is kept by the server", async ({
  page,
}) => {
  await signIn(page, "operator", "/imports");
  const url = await upload(
    page,
    csv("odd.csv", "Wort;Text;Zahl\nja;Ein Text;1\nja;Noch einer;2\n"),
  );
  const check = page.getByRole("button", { name: "Check the file" });
  await expect(check).toHaveAttribute("aria-disabled", "true");
  await expect(page.locator("#why")).toContainText("The sku has no column yet");
  await check.click({ force: true });
  await expect(page).toHaveURL(url);
  await expectAccessible(page);
  await page.getByLabel("Column for sku").selectOption("Text");
  await expect(page.locator("#why")).toHaveCount(0);
  await page.getByLabel("Column for Zahl").selectOption("don’t import it");
  await expect(page.getByText("Not imported: Zahl")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Column for sku")).toHaveValue("1");
  await expect(page.getByText("Not imported: Zahl")).toBeVisible();
  await expect(check).not.toHaveAttribute("aria-disabled", "true");
  await page.getByText("Use one of them").click();
  await page.getByRole("checkbox", { name: "Zahl" }).check();
  await expect(page.getByLabel("Column for Zahl")).toHaveValue("keep");
});

test("the header is recognised the next time", async ({ page }) => {
  const column = word("Spalte");
  const file = (sku: string) => csv("again.csv", `Nummer;${column}\n${sku};Lampe\n`);
  await signIn(page, "operator", "/imports");
  await upload(page, file(word("H")));
  await page.getByLabel("Column for sku").selectOption("Nummer");
  await page.getByLabel("Column for name").selectOption(column);
  await expect(page.getByText("chosen").first()).toBeVisible();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await runEnds(page, "Completed");
  await page.goto("/imports");
  await upload(page, file(word("H")));
  await expect(page.getByLabel("Column for name")).toHaveValue("1");
  await expect(page.getByRole("row", { name: /name/ }).getByText("saved").first()).toBeVisible();
});

test("another delimiter makes other columns, and the same file again is recognised by its bytes", async ({
  page,
}) => {
  const text = `sku|name,with comma|enabled\n${word("F")}|a,b|1\n`;
  await signIn(page, "operator", "/imports");
  const url = await upload(page, csv("bars.csv", text));
  await page.goto(`${url}?step=format`);
  await expect(page.getByLabel("Columns are parted by")).toHaveValue("|");
  await page.getByLabel("Columns are parted by").selectOption("comma ,");
  await page.getByRole("button", { name: "Go on to the mapping" }).click();
  await expect(page.getByText("2 columns").first()).toBeVisible();
  await page.goto(`${url}?step=format`);
  await expectAccessible(page);
  await page.getByLabel("Columns are parted by").selectOption("bar |");
  await page.getByRole("button", { name: "Go on to the mapping" }).click();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  const runId = await runEnds(page, "Completed");
  await page.goto("/imports");
  await upload(page, csv("bars-again.csv", text));
  await expect(page.getByText("The same file was imported before")).toContainText(
    `bars.csv #${runId}`,
  );
});

test("on a phone nothing scrolls sideways, and an import can be launched", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await signIn(page, "operator", "/imports");
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  const url = await upload(
    page,
    csv("phone.csv", `sku;name;price-EUR\n${word("P")};A lamp with a long name;1\n`),
  );
  for (const step of ["format", "mapping", "check", "launch"]) {
    await page.goto(`${url}?step=${step}`);
    await expectNoSidewaysScroll(page);
  }
  await page.getByRole("button", { name: "Import 1 row" }).click();
  await runEnds(page, "Completed");
});
