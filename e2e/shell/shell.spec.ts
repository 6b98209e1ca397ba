import { expect, test } from "@playwright/test";
import { signIn } from "../support/people.ts";

test("the first Tab stop skips to the content, and the menu marks the page", async ({ page }) => {
  await signIn(page, "operator", "/process-tracker");
  await expect(page.getByRole("link", { name: /^Process tracker/ }).first()).toHaveAttribute(
    "aria-current",
    "page",
  );
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#main$/);
  expect(
    await page.evaluate(() => document.querySelector("main")?.contains(document.activeElement)),
  ).toBe(true);
});

test("the theme follows the system until somebody chooses one", async ({ page }) => {
  const ground = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  await signIn(page, "operator", "/notices");
  const light = await ground();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.context().addCookies([{ name: "theme", value: "light", url: page.url() }]);
  await page.reload();
  expect(await ground()).toBe(light);
});

test("with reduced motion nothing moves", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signIn(page, "operator", "/process-tracker");
  const moving = await page.evaluate(
    () => document.getAnimations().filter((one) => one.playState === "running").length,
  );
  expect(moving).toBe(0);
});

test("single keys do nothing while somebody types", async ({ page }) => {
  await signIn(page, "operator", "/process-tracker");
  const search = page.getByRole("searchbox", { name: "Find by job name" });
  await search.click();
  await page.keyboard.type("gd?");
  await expect(search).toHaveValue("gd?");
  await expect(page).toHaveURL(/process-tracker/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
