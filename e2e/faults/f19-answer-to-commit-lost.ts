import assert from "node:assert/strict";
import { Proxy } from "#jobs/runtime/testing/proxy.ts";
import { defineFault } from "./fault.ts";
import { launch, productFile, upload } from "./upload.ts";

export const fault = defineFault({
  id: "F19",
  title: "The web loses its database at the commit of a start; the person repeats it",
  atOnce: 2,
  round: async (site) => {
    const url = process.env["DATABASE_URL_WEB"] as string;
    const proxy = await Proxy.before(url);
    const web = await site.startWeb({ DATABASE_URL_WEB: proxy.through(url) });
    await site.startWorker();
    const person = await site.person(web, "operator");
    const rows = 5 + Math.floor(site.random() * 20);
    const body = productFile(rows * 330, "f19");
    const { draftId } = await upload(person, { domainId: site.domainId, name: "a.csv", body });
    assert.ok(draftId);
    proxy.swallowAfter = 'insert into "runs"';
    proxy.swallowCommits = 1;
    const first = await launch(person, draftId);
    assert.equal(proxy.swallowedCount, 1, `no commit was lost: ${JSON.stringify(first)}`);
    assert.match(first.message, /Whether this was done is not known/);
    const again = await launch(person, draftId);
    const [run, ...more] = await site.sql`select id, status from runs where title = 'a.csv'`;
    assert.equal(more.length, 0, "it was started twice");
    assert.match(again.leadsTo ?? "", new RegExp(`^/process-tracker/${run?.["id"]}$`));
    await site.reaches(Number(run?.["id"]), "completed", 60);
    const [count] = await site.sql`
      select (select count(*)::int from products) as products, (select count(*)::int from attempts where run_id = ${run?.["id"]}) as attempts`;
    assert.deepEqual(
      { ...count },
      { products: body.toString().trim().split("\n").length - 1, attempts: 1 },
    );
    proxy.close();
    return { executions: 1 };
  },
});
