import { expect, test } from "@playwright/test";
import { signIn } from "../support/people.ts";
import { csv, word } from "./support.ts";

test.use({ javaScriptEnabled: false });

test("without scripts a file is uploaded, mapped, checked and imported", async ({ page }) => {
  const [sku, column] = [word("N"), word("Zahl")];
  await signIn(page, "operator", "/imports");
  await page.locator("#file").setInputFiles(csv("plain.csv", `Wort;sku;${column}\nx;${sku};1\n`));
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Import plain.csv");
  await page.getByLabel("Column for name").selectOption("Wort");
  await page.getByLabel(`Column for ${column}`).selectOption("don’t import it");
  await page.getByRole("button", { name: "Keep" }).click();
  await expect(page.getByText(`Not imported: ${column}`)).toBeVisible();
  await expect(page.getByLabel("Column for name")).toHaveValue("0");
  await page.getByRole("button", { name: "Check the file" }).click();
  await expect(page).toHaveURL(/step=check/);
  await page.goto(page.url().replace("check", "launch"));
  await page.getByRole("button", { name: "Import 1 row" }).click();
  await expect(page).toHaveURL(/process-tracker\/\d+/);
});

test("without scripts a refused file is told on the page it came from", async ({ page }) => {
  await signIn(page, "operator", "/imports");
  await page
    .locator("#file")
    .setInputFiles(csv("page.csv", "<!doctype html><html><body>x</body></html>"));
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page).toHaveURL(/\/imports$/);
  await expect(page.getByRole("status")).toContainText("This is an HTML page");
});
