import { expect, test } from "@playwright/test";
import { signedQuery } from "#lib/mails/unsubscribe-link.ts";
import { newId } from "#lib/platform/ids.ts";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe.ts";
import { signIn } from "../support/people.ts";
import { domainId, outside } from "../support/runs.ts";

const sql = outside();
test.afterAll(() => sql.end());

/** A mail as the outbox keeps it where no server is set. */
async function makeHeld(subject: string, domain: string): Promise<string> {
  const id = newId();
  const row = {
    id,
    kind: "report",
    recipient: "ops@people.example",
    because: "You are on the list.",
    domain_id: await domainId(sql, domain),
    subject,
    text_body: "It failed in row 7.",
    html_body: '<p>It failed in row 7.</p><img src="https://elsewhere.example/x.png">',
    message_id: `<report.x.${id}@localhost>`,
    status: "held",
    created_at: new Date(),
    next_try_at: new Date(),
  };
  await sql`insert into mails ${sql(row)}`;
  return id;
}

test("without a server mails are held, the page says how to set one, and each can be read in its parts", async ({
  page,
}) => {
  const subject = `[FAILED] held ${Date.now()}`;
  await makeHeld(subject, "alpine.example");
  const elsewhere: string[] = [];
  // What the policy of the page refuses never comes so far.
  await page.route("https://elsewhere.example/**", async (route) => {
    elsewhere.push(route.request().url());
    await route.abort();
  });
  await signIn(page, "system", "/administration/mail");
  await expect(page.getByText("No mail server is set: mails are held here.")).toBeVisible();
  await expect(page.getByText("SMTP_URL")).toBeVisible();
  await page.getByRole("link", { name: subject }).click();
  const letter = page.getByRole("region", { name: subject });
  await expect(letter).toContainText("to ops@people.example");
  await letter.getByRole("link", { name: "Plain text" }).click();
  await expect(letter).toContainText("It failed in row 7.");
  await letter.getByRole("link", { name: "Headers" }).click();
  await expect(letter).toContainText("Message-ID");
  await page.reload();
  await expect(letter).toContainText("Message-ID");
  await expectAccessible(page);
  expect(elsewhere).toEqual([]);
  const file = await page.request.get(
    (await letter.getByRole("link", { name: ".eml" }).getAttribute("href")) as string,
  );
  expect(await file.text()).toContain("It failed in row 7.");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
});

test("a domain administrator reads the mails of his domain alone, a member none", async ({
  page,
  browser,
}) => {
  const own = `own ${Date.now()}`;
  const foreign = `foreign ${Date.now()}`;
  await makeHeld(own, "borealis.example");
  const id = await makeHeld(foreign, "alpine.example");
  await signIn(page, "borealisAdmin", "/administration/mail");
  await expect(page.getByRole("link", { name: own })).toBeVisible();
  await expect(page.getByText(foreign)).toHaveCount(0);
  expect((await page.goto(`/administration/mail?mail=${id}`))?.status()).toBe(404);
  expect((await page.request.get(`/api/mails/${id}/eml`)).status()).toBe(404);
  const other = await browser.newContext();
  const member = await other.newPage();
  await signIn(member, "member");
  expect((await member.goto("/administration/mail"))?.status()).toBe(403);
  await other.close();
});

test("opening an unsubscribe link asks; only the answer, or a mail program's own post, takes off the list", async ({
  page,
  request,
}) => {
  const to = `reader-${Date.now()}@people.example`;
  const query = signedQuery(to, "stock-level-check");
  const isOut = async () =>
    (await sql`select 1 from report_opt_outs where recipient = ${to}`).length === 1;
  await page.goto(`/api/unsubscribe?${query}`);
  await expect(page.getByRole("heading", { name: "No more of these mails?" })).toBeVisible();
  await expectAccessible(page);
  expect(await isOut()).toBe(false);
  await page.getByRole("button", { name: /^Stop/ }).click();
  await expect(page.getByRole("heading", { name: "You get no more of these" })).toBeVisible();
  expect(await isOut()).toBe(true);
  const altered = await request.post(`/api/unsubscribe?${query.replace("stock", "other")}`);
  expect(altered.status()).toBe(404);
  const posted = await request.post(`/api/unsubscribe?${query}`, {
    form: { "List-Unsubscribe": "One-Click" },
  });
  expect(posted.status()).toBe(200);
});
