// A worker with the job types of the engine's tests.
import { join } from "node:path";
import { importLean } from "../lean-imports.ts";

importLean();
const { runWorker } = await import("../run-worker.ts");
const here = import.meta.dirname;
await runWorker({ cataloguePath: join(here, "catalogue.ts"), jobsFolder: join(here, "types") });
