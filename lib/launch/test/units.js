import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startPostgres } from "../postgres/start.js";
import { runCaptured } from "../run-captured.js";
import { keepSecrets } from "../secrets.js";
import { discardData } from "./discard-data.js";
import { testPorts } from "./ports.js";
import { parseUnitCounts } from "./unit-counts.js";

const everything = ["lib", "jobs", "drizzle", "app", "e2e/support"].map(
  (folder) => `${folder}/**/*.test.ts`,
);

/** Every *.test.ts beside the code, with a PostgreSQL of its own. @param {import("./run.js").Setting} setting @returns {Promise<import("./run.js").Result>} */
export async function runUnits({ env, folder, asked, files }) {
  const dataFolder = join(folder, "units");
  await discardData(dataFolder);
  mkdirSync(dataFolder, { recursive: true, mode: 0o711 });
  const server = await startPostgres({
    dataFolder,
    password: keepSecrets(dataFolder).databasePassword,
    throwaway: true,
    firstPort: testPorts.postgres,
  });
  const reporter = new URL("unit-reporter.js", import.meta.url).href;
  const args = [
    "--test",
    "--test-concurrency=2",
    `--test-reporter=${reporter}`,
    ...(files.length > 0 ? files : everything),
  ];
  try {
    const { ok, output } = await runCaptured(args, {
      env: {
        ...env,
        TEST_DATABASE_URL: server.url,
        NIGHTSHIFT_DATA: join(dataFolder, "files"),
        LOG_LEVEL: "silent",
      },
      asked,
    });
    return parseUnitCounts(output, ok);
  } finally {
    server.stop();
    await discardData(dataFolder);
  }
}
