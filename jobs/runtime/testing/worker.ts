// A worker with the job types of the engine's tests.
import { join } from "node:path";
import { importLean } from "../lean-imports.ts";

importLean();
const { runWorker } = await import("../run-worker.ts");
await runWorker({ folders: [join(import.meta.dirname, "types")] });
