import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { JobError, type Run } from "#lib/job-types/define.ts";
import type { count } from "../catalogue.ts";

type State = { next: number };

export const run: Run<typeof count> = async ({
  step,
  parameters,
  domainId,
  runId,
  restored,
  log,
  attempt,
}) => {
  const { rows, perChunk, pauseMs, prefix, refuseEvery, failAt } = parameters;
  await step("look", async ({ total, tick }) => {
    total(1);
    tick();
  });
  await step("write", async ({ total, tick, tally, chunk, issue }) => {
    total(rows);
    const state = restored as State | undefined;
    log.info(`begins at ${state?.next ?? 0}`);
    for (let at = state?.next ?? 0; at < rows; at += perChunk) {
      const end = Math.min(rows, at + perChunk);
      await chunk({ next: end }, async (tx) => {
        for (let row = at; row < end; row += 1) {
          if (refuseEvery > 0 && row % refuseEvery === 0) {
            issue({
              severity: "refused",
              code: "every-so-many",
              message: "It is its turn.",
              row: row + 2,
              column: "sku",
              cells: [`${row}`],
            });
            tally("invalid");
          } else tally("created");
        }
        await tx.execute(sql`
          insert into products (id, domain_id, sku, sku_key, categories, groups, attributes, content_hash, enabled, created_at, updated_at, created_by_run)
          select gen_random_uuid(), ${domainId}, ${prefix} || n, ${prefix} || n, '{}', '{}', '{}', '', true, now(), now(), ${runId}
          from generate_series(${at}::int, ${end - 1}::int) n`);
        tick(end - at);
      });
      if (pauseMs > 0) await sleep(pauseMs);
      if (failAt > 0 && end >= failAt && attempt === 1)
        throw new JobError("trial", "It fails here once.");
    }
  });
};
