import assert from "node:assert/strict";
import { defineFault } from "./fault.ts";
import { collectInTime, stored } from "./store.ts";
import { arrive, productFile, upload } from "./upload.ts";

const BYTES = 12_000_000;
const SHARE = 0.6;

export const fault = defineFault({
  id: "F27",
  title: "The web process is killed when 60 % of an upload have come",
  atOnce: 2,
  round: async (site) => {
    const web = await site.startWeb();
    const person = await site.person(web, "operator");
    const body = productFile(BYTES);
    const name = "cut.csv";
    const onSent = async (bytes: number) => {
      if (bytes < BYTES * SHARE || !web.isAlive) return;
      await arrive();
      process.kill(web.webPid, "SIGKILL");
    };
    await assert.rejects(upload(person, { domainId: site.domainId, name, body, onSent }));
    await web.ended();
    const left = stored(site);
    assert.equal(left.length, 1, "the part that came is there");
    assert.match(left[0]?.name ?? "", /\.part$/);
    const [rows] = await site.sql`select (select count(*) from runs)::int as runs,
      (select count(*) from files)::int as files, (select count(*) from import_drafts)::int as drafts`;
    assert.deepEqual({ ...rows }, { runs: 0, files: 0, drafts: 0 });
    return { "removed after (min)": await collectInTime(site) };
  },
});
