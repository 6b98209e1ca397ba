import { expect, test } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { people, signIn, signInRequest } from "../support/people.ts";
import { server } from "../support/server.ts";

test("a visitor is sent to sign in and comes back to where he wanted to go", async ({ page }) => {
  await page.goto("/process-tracker?status=failed");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await expectAccessible(page);
  await page.getByLabel("E-mail").fill(people.operator);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("do not belong together")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue(people.operator);
  await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
  await page.getByLabel("Password", { exact: true }).fill(server.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/process-tracker\?status=failed/);
});

test("signing in works without scripts", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(people.member);
  await page.getByLabel("Password", { exact: true }).fill(server.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await context.close();
});

test("the sign-in page fits a phone and says who is in the demo", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto("/sign-in");
  await expectNoSidewaysScroll(page);
  await page.getByRole("link", { name: `Use ${people.region}` }).click();
  await expect(page.getByLabel("E-mail")).toHaveValue(people.region);
});

test("signing out ends the session everywhere, also for a copied cookie", async ({
  page,
  playwright,
}) => {
  await signIn(page, "borealisAdmin", "/");
  const copy = await playwright.request.newContext({
    baseURL: server.url,
    storageState: await page.context().storageState(),
  });
  expect((await copy.get("/", { maxRedirects: 0 })).status()).toBe(200);
  await page.getByRole("button", { name: /Borealis admin/ }).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  expect((await copy.get("/", { maxRedirects: 0 })).status()).toBe(307);
  // Neither Back nor the address shows what was there.
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("navigation", { name: "Main" })).toHaveCount(0);
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await copy.dispose();
});

test("callback addresses of all spellings stay on our origin and never break", async ({
  request,
}) => {
  const hostile = [
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "%",
    "%E0%A4%A",
    "x".repeat(10_000),
  ];
  for (const callbackUrl of hostile) {
    for (const path of ["/sign-in", "/api/auth/signin"]) {
      const answer = await request.get(
        `${path}?callbackUrl=${callbackUrl.startsWith("%") ? callbackUrl : encodeURIComponent(callbackUrl)}`,
        { maxRedirects: 0 },
      );
      expect(answer.status(), `${path} ${callbackUrl.slice(0, 40)}`).toBeLessThan(500);
      const target = answer.headers()["location"];
      if (target) expect(new URL(target, server.url).origin).toBe(new URL(server.url).origin);
    }
  }
});

test("an altered cookie is no session and no error", async ({ playwright }) => {
  for (const value of ["", "x", "a.b.c.d.e", "eyJhbGciOiJub25lIn0.eyJzaWQiOiJ4In0."]) {
    const context = await playwright.request.newContext({
      baseURL: server.url,
      extraHTTPHeaders: { cookie: `nightshift.session=${value}` },
    });
    expect((await context.get("/", { maxRedirects: 0 })).status()).toBe(307);
    expect((await context.get("/api/live")).status()).toBe(401);
    await context.dispose();
  }
});

test("each sign-in has a secret of its own, out of reach of scripts", async ({ playwright }) => {
  const first = await playwright.request.newContext({ baseURL: server.url });
  await signInRequest(first, "member");
  const before = (await first.storageState()).cookies.find(
    (cookie) => cookie.name === "nightshift.session",
  );
  const page = await playwright.request.newContext({ baseURL: server.url });
  await signInRequest(page, "member");
  const after = (await page.storageState()).cookies.find(
    (cookie) => cookie.name === "nightshift.session",
  );
  expect(after?.value).not.toBe(before?.value);
  expect(after?.httpOnly).toBe(true);
  expect(after?.sameSite).toBe("Lax");
  await first.dispose();
  await page.dispose();
});
