// A worker with planned job types.
import { join } from "node:path";
import { runWorker } from "../run-worker.ts";

await runWorker({ folders: [join(import.meta.dirname, "planned")] });
