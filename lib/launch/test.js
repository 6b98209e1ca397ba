// npm test [-- step …]
import { bootstrap } from "./bootstrap.js";

await bootstrap(async () => (await import("./test/run.js")).runTests(process.argv.slice(2)));
