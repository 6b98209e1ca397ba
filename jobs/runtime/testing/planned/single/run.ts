export { run } from "../../types/single/run.ts";
