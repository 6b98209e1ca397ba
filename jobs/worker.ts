// The worker process: `npm run worker`. Ends on SIGTERM and SIGINT after it has handed its runs over.
import { join } from "node:path";
import { importLean } from "./runtime/lean-imports.ts";

importLean();
const { runWorker } = await import("./runtime/run-worker.ts");
await runWorker({
  cataloguePath: join(import.meta.dirname, "catalogue.ts"),
  jobsFolder: import.meta.dirname,
});
