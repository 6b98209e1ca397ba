import { request as httpRequest } from "node:http";
import { expect, test, type APIRequestContext } from "@playwright/test";
import { people, signInRequest } from "../support/people.ts";
import { domainId, outside } from "../support/runs.ts";
import { server } from "../support/server.ts";
import { word } from "./support.ts";

const sql = outside();
test.afterAll(() => sql.end());

const origin = new URL(server.url).origin;

async function post(
  request: APIRequestContext,
  domain: string,
  body: Buffer | string,
  more: Record<string, string> = {},
) {
  const query = new URLSearchParams({ name: more["name"] ?? "x.csv", domain });
  return await request.post(`/api/uploads?${query}`, {
    headers: {
      origin: more["origin"] ?? origin,
      "content-type": "application/octet-stream",
      accept: "application/json",
    },
    data: Buffer.from(body),
  });
}

const OTHERS: Array<[string, string | Buffer, RegExp]> = [
  ["an empty file", "", /empty/],
  ["HTML", "<html><table><tr><td>sku</td></tr></table></html>", /HTML page/],
  ["a program", Buffer.from("7f454c46020101000000", "hex"), /a program/],
  [
    "XLSX",
    Buffer.concat([
      Buffer.from("PK\x03\x04"),
      Buffer.alloc(26),
      Buffer.from("[Content_Types].xml"),
    ]),
    /comes later: save the sheet as CSV/,
  ],
  [
    "an ODS sheet",
    Buffer.concat([
      Buffer.from("PK\x03\x04"),
      Buffer.alloc(26),
      Buffer.from("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
    ]),
    /an OpenDocument file/,
  ],
  ["a picture that is a sheet too", "GIF89a;name\nA;b\n", /a GIF picture/],
  ["a page of print that is a sheet too", "%PDF-1.7\nsku;name\nA;b\n", /a PDF document/],
  ["an old workbook", Buffer.from("d0cf11e0a1b11ae1", "hex"), /old Excel/],
  ["UTF-16", Buffer.from("\ufeffsku;name\nA;B\n", "utf16le"), /UTF-16/],
  ["a quote that never closes", 'sku;"name\nA;B\n', /never closed/],
];

for (const [what, body, message] of OTHERS) {
  test(`S32: ${what} is refused by its content, and leaves nothing`, async ({ request }) => {
    await signInRequest(request, "operator");
    const domain = await domainId(sql, "alpine.example");
    const name = `${word("refused")}.csv`;
    const answer = await post(request, domain, body, { name });
    expect(answer.status()).toBe(422);
    expect(((await answer.json()) as { error: string }).error).toMatch(message);
    const rows = await sql`select 1 from files where name = ${name}`;
    expect(rows.length).toBe(0);
  });
}

test("only those who may import into a domain can upload, from our own pages, signed in", async ({
  request,
  playwright,
}) => {
  const [alpine, borealis] = [
    await domainId(sql, "alpine.example"),
    await domainId(sql, "borealis.example"),
  ];
  const stranger = await playwright.request.newContext({ baseURL: server.url });
  expect((await post(stranger, alpine, "sku\nA\n")).status()).toBe(401);
  await signInRequest(request, "operator");
  expect(
    (await post(request, alpine, "sku\nA\n", { origin: "https://elsewhere.example" })).status(),
  ).toBe(403);
  const foreign = await post(request, borealis, "sku\nA\n");
  const unknown = await post(request, "00000000-0000-7000-8000-000000000000", "sku\nA\n");
  expect([foreign.status(), unknown.status()]).toEqual([404, 404]);
  expect(await foreign.text()).toBe(await unknown.text());
});

test("a file above the limit is refused with the limit named, before it is sent", async ({
  request,
}) => {
  await signInRequest(request, "operator");
  const domain = await domainId(sql, "alpine.example");
  const { status, body } = await raw(request, domain, {
    length: 900_000_000,
    send: Buffer.from("sku\n"),
  });
  expect(status).toBe(413);
  expect(body).toMatch(/larger than 512.MB/);
});

test("an upload that is cut off leaves no draft, no row and no file", async ({ request }) => {
  await signInRequest(request, "operator");
  const domain = await domainId(sql, "alpine.example");
  const name = `${word("cut")}.csv`;
  await raw(request, domain, {
    length: 2_000_000,
    send: Buffer.from(`sku\n${"A\n".repeat(400_000)}`),
    cut: true,
    name,
  }).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const rows = await sql`select 1 from files where name = ${name}`;
  expect(rows.length).toBe(0);
  const user = people.operator;
  const drafts =
    await sql`select 1 from import_drafts d join users u on u.id = d.user_id join files f on f.id = d.file_id
    where u.email = ${user} and f.name = ${name}`;
  expect(drafts.length).toBe(0);
});

type Raw = { length: number; send: Buffer; cut?: boolean; name?: string };

/** A request whose announced length is not what comes. */
async function raw(
  request: APIRequestContext,
  domain: string,
  { length, send, cut, name = "raw.csv" }: Raw,
) {
  const { cookies } = await request.storageState();
  const cookie = cookies.map((each) => `${each.name}=${each.value}`).join("; ");
  const url = `${server.url}/api/uploads?${new URLSearchParams({ name, domain })}`;
  return await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const headers = { origin, cookie, "content-length": length, accept: "application/json" };
    const outgoing = httpRequest(url, { method: "POST", headers }, (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (text: string) => (body += text));
      answer.on("end", () => {
        resolve({ status: answer.statusCode ?? 0, body });
        outgoing.destroy();
      });
    });
    outgoing.on("error", reject);
    outgoing.write(send);
    if (cut) setTimeout(() => outgoing.destroy(), 400);
  });
}
