import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Proxy } from "#jobs/runtime/testing/proxy.ts";
import { defineFault } from "./fault.ts";
import { launch, productFile, upload } from "./upload.ts";

export const fault = defineFault({
  id: "F29",
  title: "A start is committed, its answer never reaches the browser, the form is sent again",
  atOnce: 2,
  round: async (site) => {
    const web = await site.startWeb();
    const network = await Proxy.before(web.url);
    const person = await site.person(web, "operator");
    const cut = person.at(network.through(web.url).replace(/\/$/, ""));
    const body = productFile(5_000, "f29");
    const { draftId } = await upload(person, { domainId: site.domainId, name: "b.csv", body });
    assert.ok(draftId);
    network.isMute = true;
    const lost = launch(cut, draftId).then(
      () => "answered",
      () => "lost",
    );
    const started = () => site.sql`select id from runs where title = 'b.csv'`;
    await site.until("the start", async () => (await started()).length > 0);
    await sleep(site.random() * 300);
    network.cut();
    assert.equal(await lost, "lost");
    network.heal();
    network.isMute = false;
    const again = await launch(cut, draftId);
    const found = await started();
    assert.equal(found.length, 1, "it was started twice");
    assert.equal(again.leadsTo, `/process-tracker/${found[0]?.["id"]}`);
    const messages = await site.sql`select 1 from pgboss.job where name = 'runs'`;
    assert.equal(messages.length, 1, "one message in the queue");
    network.close();
    return { jobs: found.length };
  },
});
