import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defineFault } from "./fault.ts";
import { peakOf, rssOf } from "./memory.ts";
import { stored } from "./store.ts";
import { productFile, upload } from "./upload.ts";

const MB = 1_000_000;
const SIZES_MB = [9, 11, 15, 100];
const LIMIT_MB = 512;

export const fault = defineFault({
  id: "L12",
  title: "Uploads of 9, 11, 15 and 100 MB and above the limit",
  maxSeconds: 600,
  round: async (site) => {
    const web = await site.startWeb();
    const person = await site.person(web, "operator");
    const { domainId } = site;
    const first = await upload(person, { domainId, name: "first.csv", body: productFile(9 * MB) });
    assert.equal(first.status, 201, first.text.slice(0, 200));
    const [begun] = stored(site);
    assert.ok(begun);
    const before = rssOf(web.webPid);
    const memory = peakOf(web.webPid);
    for (const size of SIZES_MB) {
      const body = productFile(size * MB + Math.floor(site.random() * 1_000), `size-${size}`);
      const name = `${size}.csv`;
      const answer = await upload(person, { domainId, name, body });
      assert.equal(answer.status, 201, `${size} MB: ${answer.text.slice(0, 200)}`);
      const [row] =
        await site.sql`select size_bytes::int as bytes, sha256, storage_key from files where name = ${name}`;
      const onDisk = readFileSync(`${site.dataFolder}/files/${row?.["storage_key"]}`);
      assert.equal(row?.["bytes"], body.length);
      assert.equal(row?.["sha256"], sha256(body));
      assert.ok(onDisk.equals(body), `${size} MB: other bytes were stored`);
    }
    const kept = stored(site).length;
    const tooLarge = productFile((LIMIT_MB + 1) * MB);
    const refused = await upload(person, { domainId, name: "over.csv", body: tooLarge });
    assert.equal(refused.status, 413, refused.text.slice(0, 200));
    assert.equal(stored(site).length, kept, "what was refused left something behind");
    const grown = (memory.end() - before) / MB;
    assert.ok(grown <= 50, `the web process grew by ${grown} MB`);
    return { "web RSS before (MB)": before / MB, "grown by at most (MB)": grown };
  },
});

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
