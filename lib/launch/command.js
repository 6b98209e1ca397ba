// npm run web | worker | migrate | seed | restore | create-admin: one program alone, with the environment that is its due.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { nextProgram } from "./build.js";
import { openDataFolder } from "./data-folder.js";
import { embeddedUrl } from "./embedded-url.js";
import { ownerEnvironment, webEnvironment, workerEnvironment } from "./environment.js";
import { passOn } from "./pass-on.js";
import { startPostgres } from "./postgres/start.js";
import { root } from "./root.js";
import { Refusal, runCommand } from "./say.js";
import { keepSecrets, readSecrets } from "./secrets.js";
import { loadEnvFile, readSettings } from "./settings.js";
import { workerProgram } from "./worker-program.js";

/** @typedef {{ settings: import("./settings.js").Settings, env: import("./settings.js").Env }} Given */

/** @type {Record<string, (given: Given) => Promise<number>>} */
const commands = {
  web: runWeb,
  worker: runWorker,
  migrate: (given) => runOwner("drizzle/migrate.ts", given),
  seed: (given) => runOwner("drizzle/seed.ts", given),
  restore: runRestore,
  "create-admin": (given) => runOwner("lib/launch/create-admin.ts", given),
};

await runCommand(async () => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 22 || (major === 22 && minor < 18))
    throw new Refusal(
      `This needs Node 24 and runs under ${process.version}; call it with npm run, after npm ci.`,
    );
  const command = commands[process.argv[2] ?? ""];
  if (!command)
    throw new Refusal(`Unknown command; there are ${Object.keys(commands).join(", ")}.`);
  loadEnvFile();
  const settings = readSettings(process.env);
  // Beside a running npm start, the database is the embedded one that it started.
  const env = {
    ...process.env,
    DATABASE_URL: process.env.DATABASE_URL || embeddedUrl(settings.dataFolder),
  };
  return await command({ settings, env });
});

/** @param {Given} given */
async function runWeb({ settings, env }) {
  const own = webEnvironment(env, readSecrets(settings.dataFolder), settings);
  if (!own.DATABASE_URL_WEB)
    throw new Refusal(
      "No database is set: give DATABASE_URL_WEB, or DATABASE_URL after npm run migrate.",
    );
  if (!own.NEXTAUTH_SECRET)
    throw new Refusal(
      "No secret for sessions is set: give NEXTAUTH_SECRET, 32 characters or more, the same for every web process.",
    );
  const folder = env.NEXT_DIST_DIR || ".next";
  if (!existsSync(join(root, folder, "BUILD_ID")))
    throw new Refusal("There is no build; run npm run build first.");
  return await passOn([nextProgram, "start", "-H", settings.host, "-p", String(settings.port)], {
    ...own,
    NODE_ENV: "production",
  });
}

/** @param {Given} given */
async function runWorker({ settings, env }) {
  const own = workerEnvironment(env, readSecrets(settings.dataFolder), settings);
  if (!own.DATABASE_URL_WORKER)
    throw new Refusal(
      "No database is set: give DATABASE_URL_WORKER, or DATABASE_URL after npm run migrate.",
    );
  return await passOn(workerProgram, { NODE_ENV: "production", ...own });
}

/** Into the named database, or into the embedded one of a data folder, which is started for it. @param {Given} given */
async function runRestore(given) {
  const { settings, env } = given;
  if (env.DATABASE_URL) return await runOwner("drizzle/restore.ts", given);
  openDataFolder(settings.dataFolder);
  const server = await startPostgres({
    dataFolder: settings.dataFolder,
    password: keepSecrets(settings.dataFolder, settings.demoPassword).databasePassword,
    firstPort: settings.postgresPort,
  });
  try {
    return await runOwner("drizzle/restore.ts", {
      settings,
      env: { ...env, DATABASE_URL: server.url },
    });
  } finally {
    server.stop();
  }
}

/** @param {string} file @param {Given} given */
async function runOwner(file, { settings, env }) {
  if (!env.DATABASE_URL)
    throw new Refusal(
      "No database is set: give the owner's address in DATABASE_URL, or let npm start run beside this.",
    );
  openDataFolder(settings.dataFolder);
  const secrets = keepSecrets(settings.dataFolder, settings.demoPassword);
  return await passOn([file, ...process.argv.slice(3)], ownerEnvironment(env, secrets, settings));
}
