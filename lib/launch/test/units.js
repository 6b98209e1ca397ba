import { join } from "node:path";
import { openDataFolder } from "../data-folder.js";
import { ownerEnvironment } from "../environment.js";
import { runOwnerScript } from "../owner-script.js";
import { startPostgres } from "../postgres/start.js";
import { runCaptured } from "../run-captured.js";
import { keepSecrets } from "../secrets.js";
import { discardData } from "./discard-data.js";
import { testPorts } from "./ports.js";
import { parseUnitCounts } from "./unit-counts.js";

const everything = ["lib", "jobs", "drizzle", "app", "e2e/support", "e2e/bench"].map(
  (folder) => `${folder}/**/*.test.ts`,
);

/** Every *.test.ts beside the code, with a PostgreSQL of its own. @param {import("./run.js").Setting} setting @returns {Promise<import("./run.js").Result>} */
export async function runUnits({ env, folder, asked, files }) {
  const dataFolder = join(folder, "units");
  await discardData(dataFolder);
  openDataFolder(dataFolder);
  const password = keepSecrets(dataFolder).databasePassword;
  const firstPort = testPorts.postgres;
  const server = await startPostgres({ dataFolder, password, throwaway: true, firstPort });
  const testEnv = {
    ...env,
    ...sharedDatabase(server.url, dataFolder),
    TEST_DATABASE_URL: server.url,
    LOG_LEVEL: "silent",
  };
  const reporter = new URL("unit-reporter.js", import.meta.url).href;
  const options = ["--test", "--test-concurrency=2", `--test-reporter=${reporter}`];
  try {
    await runOwnerScript(
      "drizzle/migrate.ts",
      { env: testEnv, asked },
      "The test database could not be migrated.",
    );
    const args = [...options, ...(files.length > 0 ? files : everything)];
    const { ok, output } = await runCaptured(args, { env: testEnv, asked });
    return parseUnitCounts(output, ok);
  } finally {
    server.stop();
    await discardData(dataFolder);
  }
}

/**
 * A migrated database for tests that only add rows of their own; others make one for themselves, on the
 * same server, where the two roles must keep one password (e2e/support/database.ts).
 * @param {string} url @param {string} dataFolder
 */
function sharedDatabase(url, dataFolder) {
  const password = "only-for-tests";
  const given = { DATABASE_URL: url };
  const secrets = { webPassword: password, workerPassword: password, backupPassword: password };
  const settings = { publicUrl: "http://localhost:3000", dataFolder: join(dataFolder, "files") };
  return ownerEnvironment(given, secrets, settings);
}
