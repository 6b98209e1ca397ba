// A process of the pool. What it does is in `serve.ts`, which is loaded when the way of loading is set.
import { keepCompiled } from "../keep-compiled.ts";
import { importLean } from "../lean-imports.ts";

keepCompiled();
importLean();
await import("./serve.ts");
