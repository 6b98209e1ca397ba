export { run } from "../diary/run.ts";
