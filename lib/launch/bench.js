// npm run bench [-- part … --rows 20000 --repeat 1]
import { bootstrap } from "./bootstrap.js";

await bootstrap(async () => (await import("./bench/run.js")).runBench(process.argv.slice(2)));
