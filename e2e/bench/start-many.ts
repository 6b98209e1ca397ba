import { write } from "#lib/access/transact.ts";
import { systemViewer } from "#lib/access/viewer.ts";
import { findJobType } from "#lib/job-types/find.ts";
import { startRunWithin } from "#lib/runs/start.ts";

const PER_TRANSACTION = 250;
const SIDE_BY_SIDE = 4;

/** Starts runs of one job type in one domain, many in a transaction. Answers their numbers. */
export async function startMany(
  jobType: string,
  domainId: string,
  count: number,
): Promise<number[]> {
  const viewer = systemViewer("bench");
  const type = findJobType(jobType);
  const input = { domainId, title: type.title, parameters: {} };
  const started: number[] = [];
  let left = count;
  const lane = async () => {
    while (left > 0) {
      const many = Math.min(PER_TRANSACTION, left);
      left -= many;
      await write(viewer, async (tx) => {
        for (let at = 0; at < many; at += 1)
          started.push((await startRunWithin(tx, viewer, type, input)).runId);
      });
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  return started;
}
