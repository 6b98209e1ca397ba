/**
 * Who gets which part of the environment. The web process and the worker never see the owner's
 * address of the database, nor each other's.
 * @typedef {Partial<import("./secrets.js").Secrets>} Secrets
 */

const webRole = "nightshift_web";
const workerRole = "nightshift_worker";
const backupRole = "nightshift_backup";

/** Everything that opens something; each program below gets back what it needs. */
const keys = [
  "DATABASE_URL",
  "DATABASE_URL_WEB",
  "DATABASE_URL_WORKER",
  "DATABASE_URL_BACKUP",
  "NEXTAUTH_SECRET",
  "DEMO_PASSWORD",
];

/**
 * For `next start` and `next dev`.
 * @param {import("./settings.js").Env} env @param {Secrets} secrets
 * @param {{ publicUrl: string, dataFolder: string }} settings
 */
export function webEnvironment(env, secrets, { publicUrl, dataFolder }) {
  return {
    ...without(env, keys),
    DATABASE_URL_WEB: env.DATABASE_URL_WEB || derived(env, webRole, secrets.webPassword),
    NEXTAUTH_SECRET: env.NEXTAUTH_SECRET || secrets.authSecret || "",
    NEXTAUTH_URL: publicUrl,
    PUBLIC_URL: publicUrl,
    NIGHTSHIFT_DATA: dataFolder,
  };
}

/**
 * The worker also gets the address by which the database backup reads everything; nobody else does.
 * @param {import("./settings.js").Env} env @param {Secrets} secrets @param {{ publicUrl: string, dataFolder: string }} settings
 */
export function workerEnvironment(env, secrets, { publicUrl, dataFolder }) {
  return {
    ...without(env, keys),
    DATABASE_URL_WORKER:
      env.DATABASE_URL_WORKER || derived(env, workerRole, secrets.workerPassword),
    DATABASE_URL_BACKUP:
      env.DATABASE_URL_BACKUP || derived(env, backupRole, secrets.backupPassword),
    PUBLIC_URL: publicUrl,
    NIGHTSHIFT_DATA: dataFolder,
  };
}

/**
 * For drizzle/migrate.ts, drizzle/seed.ts and create-admin, which act as the owner and end.
 * @param {import("./settings.js").Env} env @param {Secrets} secrets @param {{ publicUrl: string, dataFolder: string }} settings
 */
export function ownerEnvironment(env, secrets, { publicUrl, dataFolder }) {
  return {
    ...env,
    // Where the addresses are given, their roles and passwords are somebody else's to make.
    ...(env.DATABASE_URL_WEB ? {} : { NIGHTSHIFT_WEB_PASSWORD: secrets.webPassword }),
    ...(env.DATABASE_URL_WORKER ? {} : { NIGHTSHIFT_WORKER_PASSWORD: secrets.workerPassword }),
    ...(env.DATABASE_URL_BACKUP ? {} : { NIGHTSHIFT_BACKUP_PASSWORD: secrets.backupPassword }),
    DATABASE_URL_WEB: env.DATABASE_URL_WEB || derived(env, webRole, secrets.webPassword),
    DATABASE_URL_WORKER:
      env.DATABASE_URL_WORKER || derived(env, workerRole, secrets.workerPassword),
    DEMO_PASSWORD: secrets.demoPassword,
    PUBLIC_URL: publicUrl,
    NIGHTSHIFT_DATA: dataFolder,
  };
}

/** The owner's address with another role's name and password. @param {import("./settings.js").Env} env @param {string} role @param {string} [password] */
function derived(env, role, password) {
  if (!env.DATABASE_URL || !password) return "";
  const url = new URL(env.DATABASE_URL);
  url.username = role;
  url.password = password;
  return url.href;
}

/** Empty rather than absent: Next would fill what is absent from a .env file. @param {import("./settings.js").Env} env @param {string[]} names */
function without(env, names) {
  return { ...env, ...Object.fromEntries(names.map((name) => [name, ""])) };
}
