import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Run } from "#lib/job-types/define.ts";
import type { diary } from "../catalogue.ts";

type State = { next: number };

/** Who wrote what is in every line and every product's name: the attempt, the item, the moment. */
export const run: Run<typeof diary> = async (context) => {
  const { step, parameters, domainId, runId, restored, log, attempt, signal } = context;
  const { items, everyMs, obeys } = parameters;
  await step("look", async ({ total, tick }) => {
    total(1);
    tick();
  });
  await step("write", async ({ total, tick, tally, chunk, say }) => {
    total(items);
    for (let at = (restored as State | undefined)?.next ?? 0; at < items; at += 1) {
      log.info(`attempt ${attempt} item ${at} at ${Date.now()}`);
      say(`attempt ${attempt} item ${at}`);
      await chunk({ next: at + 1 }, async (tx) => {
        tick();
        tally("created");
        await tx.execute(sql`
          insert into products (id, domain_id, sku, sku_key, name, categories, groups, attributes, content_hash, enabled, created_at, updated_at, created_by_run)
          values (gen_random_uuid(), ${domainId}, ${`${runId}-${at}`}, gen_random_uuid(), ${`attempt ${attempt}`}, '{}', '{}', '{}', '', true, now(), now(), ${runId})`);
      }).catch((error: unknown) => {
        if (obeys) throw error;
      });
      await sleep(everyMs, undefined, obeys ? { signal } : {});
    }
  });
};
