import { expect, test } from "@playwright/test";
import { newId } from "#lib/platform/ids.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { signIn } from "../support/people.ts";
import { domainId, outside } from "../support/runs.ts";

const sql = outside();
const mark = `list${Date.now().toString(36)}`;

test.beforeAll(async () => {
  const domain = await domainId(sql, "alpine.example");
  for (let at = 0; at < 120; at += 1) {
    const row = {
      id: newId(),
      domain_id: domain,
      sku: `${mark}-${String(at).padStart(3, "0")}`,
      sku_key: `${mark}-${String(at).padStart(3, "0")}`,
      name: `Lamp ${at}`,
      family: at % 2 === 0 ? `even_${mark}` : `odd_${mark}`,
      categories: ["lighting", "hall"],
      enabled: at % 3 !== 0,
      groups: [],
      attributes: sql.json({
        price: [{ currency: "EUR", value: "12.5" }],
        note: [{ locale: "en_US", value: "Dimmable" }],
      }),
      content_hash: newId(),
      created_at: new Date(),
      updated_at: new Date(),
    };
    await sql`insert into products ${sql(row)}`;
  }
});

test.afterAll(async () => {
  await sql`delete from products where sku like ${`${mark}%`}`;
  await sql.end();
});

test("search, filters, chips and pages are addresses; back leads back", async ({ page }) => {
  await signIn(page, "operator", "/products");
  await page.getByLabel("Find SKU or name").fill(`lamp ${mark}`);
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=lamp/);
  await expect(page.locator(".head .sub")).toHaveText(/^120 of /);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Next", exact: true }).click();
  await page.waitForURL(/after=/);
  await expect(page.getByRole("link", { name: "Lamp 50", exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("link", { name: "Lamp 0", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Family" }).click();
  await page.getByRole("link", { name: `odd_${mark}` }).click();
  await expect(page.locator(".head .sub")).toHaveText(/^60 of /);
  await page.getByRole("button", { name: "Enabled" }).click();
  await page.getByRole("link", { name: "Not enabled" }).click();
  await expect(page.locator(".head .sub")).toHaveText(/^20 of /);
  await page.reload();
  await expect(page.locator(".head .sub")).toHaveText(/^20 of /);
  await page.getByRole("link", { name: `Remove the filter family odd_${mark}` }).click();
  await expect(page.locator(".head .sub")).toHaveText(/^40 of /);
  await page.getByRole("link", { name: "Reset" }).click();
  await page.waitForURL(/\/products\??$/);
});

test("sorted by what changed last, the head says so", async ({ page }) => {
  await signIn(page, "operator", `/products?q=${mark}`);
  await page.getByRole("columnheader", { name: "Updated" }).getByRole("link").click();
  await expect(page.getByRole("columnheader", { name: "Updated" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  await expect(page.getByRole("link", { name: "Lamp 119" })).toBeVisible();
});

test("nothing found and nothing there are two different things", async ({ page }) => {
  await signIn(page, "operator", "/products?q=%25%25%25nothing");
  await expect(page.getByRole("heading", { name: "No product matches" })).toBeVisible();
  await page.getByRole("link", { name: "Reset filters" }).click();
  await expect(page.getByRole("table", { name: "Products" })).toBeVisible();
  await signIn(page, "operator", "/products?domain=nowhere.example");
  await expect(page.getByRole("heading", { name: "No products yet" })).toBeVisible();
});

test("a product tells everything; on a phone too", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await signIn(page, "operator", `/products?q=${mark}-007`);
  await expectNoSidewaysScroll(page);
  await page.getByRole("link", { name: "Lamp 7", exact: true }).click();
  await expect(page).toHaveTitle(/^Lamp 7 · Products · Nightshift$/);
  await expect(page.getByText("12.50 EUR")).toBeVisible();
  await expect(page.getByText("Dimmable")).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});
