// One part of `npm run bench`, in the process that lib/launch/bench/part.js starts for it.
import { Bench } from "./bench.ts";
import { parts } from "./parts.ts";

const bench = Bench.fromEnvironment();
const part = parts.find(({ name }) => name === bench.part);
if (!part) throw new Error(`There is no part ${bench.part}.`);

process.once("SIGTERM", () => void bench.close().finally(() => process.exit(1)));
try {
  await (await part.load()).measure(bench);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await bench.close();
}
