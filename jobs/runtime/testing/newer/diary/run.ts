export { run } from "../../types/diary/run.ts";
