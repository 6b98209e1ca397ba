// npm start
import { bootstrap } from "./bootstrap.js";

await bootstrap(async () => (await import("./run-console.js")).runConsole("production"));
