// npm run test:faults [-- F12 20]
import { bootstrap } from "./bootstrap.js";

await bootstrap(async () => (await import("./test/faults.js")).runFaults(process.argv.slice(2)));
