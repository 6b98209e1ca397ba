// The worker process: `npm run worker`. Ends on SIGTERM and SIGINT after it has handed its runs over.
import { keepCompiled } from "./runtime/keep-compiled.ts";
import { importLean } from "./runtime/lean-imports.ts";

keepCompiled();
importLean();
const { runWorker } = await import("./runtime/run-worker.ts");
const { ownFolders } = await import("#lib/job-types/load.ts");
await runWorker({ folders: [import.meta.dirname, ...ownFolders()] });
