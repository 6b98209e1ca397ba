import { expect, test } from "@playwright/test";
import { signIn } from "../support/people.ts";
import { domainId, leave, makeRunning, outside } from "../support/runs.ts";
import { awake } from "../support/awake.ts";

const sql = outside();
test.afterAll(() => leave(sql));

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

test("who switches blinking off sees a still icon, and who chose high contrast sees every shape", async ({
  page,
}) => {
  const runId = await makeRunning(sql, {
    title: "still",
    domain_id: await domainId(sql, "alpine.example"),
  });
  await signIn(page, "operator", `/process-tracker/${runId}`);
  const icon = page.locator(".st.run svg").first();
  const animation = () => icon.evaluate((each) => getComputedStyle(each).animationName);
  expect(await animation()).toBe("blink");
  // One blink takes longer than a third of a second: never more than three a second (WCAG 2.3.1), and in opacity alone.
  const [blink] = await icon.evaluate((each) =>
    each.getAnimations().map((one) => ({
      duration: Number(one.effect?.getTiming().duration),
      properties: (one.effect as KeyframeEffect)
        .getKeyframes()
        .flatMap((frame) => Object.keys(frame)),
    })),
  );
  expect(blink?.duration).toBeGreaterThan(334);
  expect(
    blink?.properties.filter(
      (name) => !["opacity", "offset", "computedOffset", "easing", "composite"].includes(name),
    ),
  ).toEqual([]);
  await page.getByRole("button", { name: /settings and sign out/ }).click();
  await page.getByRole("group", { name: "Blinking" }).getByText("Off").click();
  await expect.poll(animation).toBe("none");
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/process-tracker");
  const shapes = page.locator(".st svg use");
  await expect(shapes.first()).toBeAttached();
  for (const colour of await page
    .locator(".st svg")
    .evaluateAll((all) => all.map((each) => getComputedStyle(each).color))) {
    expect(colour).toBe("rgb(0, 0, 0)");
  }
});

test("the list of keys is what the page answers to, and its switch turns single keys off", async ({
  page,
}) => {
  await signIn(page, "operator", "/process-tracker");
  await awake(page);
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(dialog).toBeVisible();
  const keys = await dialog.locator("dt").allInnerTexts();
  const hinted = await page
    .locator("[aria-keyshortcuts]")
    .evaluateAll((all) => all.map((each) => each.getAttribute("aria-keyshortcuts") ?? ""));
  for (const key of hinted) expect(keys.map(bare)).toContain(bare(key));
  await dialog.getByRole("switch", { name: "Use single keys" }).uncheck();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press("?");
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await expect(page).toHaveURL(/process-tracker/);
  await expect(dialog).toHaveCount(0);
});

const bare = (keys: string) => keys.replaceAll(/\s/g, "").toLowerCase();
