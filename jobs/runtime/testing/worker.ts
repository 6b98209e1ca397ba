// A worker with the job types of the engine's tests.
import { join } from "node:path";
import { keepCompiled } from "../keep-compiled.ts";
import { importLean } from "../lean-imports.ts";

keepCompiled();
importLean();
const { runWorker } = await import("../run-worker.ts");
await runWorker({ folders: [join(import.meta.dirname, "types")] });
