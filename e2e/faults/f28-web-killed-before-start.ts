import assert from "node:assert/strict";
import { defineFault } from "./fault.ts";
import type { Site } from "./site.ts";
import { collectInTime, stored } from "./store.ts";
import { productFile, upload } from "./upload.ts";

export const fault = defineFault({
  id: "F28",
  title: "The web process is killed when a file is stored and nothing of it is committed",
  atOnce: 2,
  round: async (site) => {
    const web = await site.startWeb();
    const person = await site.person(web, "operator");
    // Nothing that names the file can be committed from here on.
    const held = await holdDrafts(site.sql);
    const body = productFile(200_000 + Math.floor(site.random() * 2_000_000));
    const answer = upload(person, { domainId: site.domainId, name: "stored.csv", body });
    answer.catch(() => undefined);
    await site.until("the file", async () =>
      stored(site).some(({ name }) => !name.endsWith(".part")),
    );
    await site.until("its rows", async () => {
      const [row] = await site.sql`
        select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
      return (row?.["waiting"] as number) > 0;
    });
    process.kill(web.webPid, "SIGKILL");
    await assert.rejects(answer);
    await web.ended();
    await held.release();
    await site.until("its transaction to be gone", async () => {
      const rows = await site.sql`
        select 1 from pg_stat_activity where datname = current_database() and usename = 'nightshift_web' and state <> 'idle'`;
      return rows.length === 0;
    });
    const [rows] = await site.sql`select (select count(*) from runs)::int as runs,
      (select count(*) from files)::int as files, (select count(*) from import_drafts)::int as drafts`;
    assert.deepEqual({ ...rows }, { runs: 0, files: 0, drafts: 0 });
    assert.equal(stored(site).length, 1);
    return { "collected after (min)": await collectInTime(site) };
  },
});

/** Locks the tables of files and drafts, as a migration would, until it is let go. */
async function holdDrafts(sql: Site["sql"]): Promise<{ release: () => Promise<void> }> {
  const connection = await sql.reserve();
  await connection`begin`;
  await connection`lock table files, import_drafts in share mode`;
  return {
    release: async () => {
      await connection`rollback`;
      connection.release();
    },
  };
}
