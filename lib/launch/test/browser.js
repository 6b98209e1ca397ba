import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "../chromium.js";
import { startConsole } from "../console.js";
import { openDataFolder } from "../data-folder.js";
import { ownerEnvironment } from "../environment.js";
import { firstFreePort } from "../ports.js";
import { startPostgres } from "../postgres/start.js";
import { root } from "../root.js";
import { Refusal } from "../say.js";
import { keepSecrets } from "../secrets.js";
import { readSettings } from "../settings.js";
import { readBrowserCounts } from "./browser-counts.js";
import { testDistFolder } from "./build.js";
import { discardData } from "./discard-data.js";
import { testPorts } from "./ports.js";

/** @typedef {import("./run.js").Setting} Setting @typedef {import("./run.js").Result} Result */

/** The browser tests against the built console with its worker, on a database of their own. @param {Setting} setting @returns {Promise<Result>} */
export async function runBrowserTests(setting) {
  if (setting.done.get("build")?.failed)
    throw new Refusal("The browser tests did not run, because the build failed.");
  if (!existsSync(join(root, testDistFolder, "BUILD_ID")))
    throw new Refusal("There is no build for the browser tests; run the step build too.");
  const chromium = await findChromium(setting.env);
  const dataFolder = join(setting.folder, "browser");
  await discardData(dataFolder);
  openDataFolder(dataFolder);
  const secrets = keepSecrets(dataFolder);
  const server = await startPostgres({
    dataFolder,
    password: secrets.databasePassword,
    throwaway: true,
    firstPort: testPorts.postgres,
  });
  try {
    const env = {
      ...setting.env,
      DATABASE_URL: server.url,
      PORT: String(await firstFreePort(testPorts.web)),
      NIGHTSHIFT_DATA: dataFolder,
    };
    const settings = readSettings(env);
    const running = await startConsole({
      settings,
      secrets,
      env,
      mode: "production",
      distFolder: testDistFolder,
      asked: setting.asked,
    });
    return await runPlaywright(setting, {
      // For tests that write rows as the owner or call verbs beside the console.
      ...ownerEnvironment(env, secrets, settings),
      NEXT_DIST_DIR: testDistFolder,
      E2E_URL: settings.publicUrl,
      E2E_PASSWORD: secrets.demoPassword,
      E2E_DATABASE_URL: server.url,
      PLAYWRIGHT_CHROMIUM: chromium,
    }).finally(running.stop);
  } finally {
    server.stop();
  }
}

/** Its list goes straight to the terminal, the counts come from its JSON report. @param {Setting} setting @param {import("../settings.js").Env} variables */
async function runPlaywright({ folder, files, asked }, variables) {
  const report = join(folder, "browser-report.json");
  const args = [
    join(root, "node_modules/@playwright/test/cli.js"),
    "test",
    "--config",
    "e2e/playwright.config.ts",
    ...files,
  ];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...variables, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    stdio: ["ignore", "inherit", "inherit"],
    signal: asked,
  });
  const [code] = await once(child, "exit");
  return readBrowserCounts(report, code === 0);
}
