// A worker with the job types of the engine's tests.
import { join } from "node:path";
import { runWorker } from "../run-worker.ts";

const here = import.meta.dirname;
await runWorker({ cataloguePath: join(here, "catalogue.ts"), jobsFolder: join(here, "types") });
