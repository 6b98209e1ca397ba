// A worker with planned job types.
import { join } from "node:path";
import { runWorker } from "../run-worker.ts";

const here = import.meta.dirname;
await runWorker({
  cataloguePath: join(here, "planned-catalogue.ts"),
  jobsFolder: join(here, "types"),
});
