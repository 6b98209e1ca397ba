// The worker process: `npm run worker`. Ends on SIGTERM and SIGINT after it has handed its runs over.
import { importLean } from "./runtime/lean-imports.ts";

importLean();
const { runWorker } = await import("./runtime/run-worker.ts");
const { ownFolders } = await import("#lib/job-types/load.ts");
await runWorker({ folders: [import.meta.dirname, ...ownFolders()] });
