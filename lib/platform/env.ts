import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";

/** Settings of this process, read once. `.env.example` documents each of them. */
const schema = z.object({
  NIGHTSHIFT_DATA: z.string().default(".data"),
  PUBLIC_URL: z.url().optional(),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  NEXTAUTH_SECRET: z.string().min(32).optional(),
  ENVIRONMENT_NAME: z.string().max(40).default("Production"),
  NIGHTSHIFT_DEMO: z.enum(["0", "1"]).default("1"),
  MAX_UPLOAD_BYTES: z.coerce.number().int().positive().default(512_000_000),
  DOMAIN_FILES_MAX: z.coerce.number().int().positive().default(10_000),
  DOMAIN_BYTES_MAX: z.coerce.number().int().positive().default(50_000_000_000),
  WORKER_SLOTS: z.coerce.number().int().min(1).max(64).default(4),
  WORKER_NAME: z.string().max(60).optional(),
  WORKER_QUIET_SECONDS: z.coerce.number().positive().default(5),
  WORKER_LOST_SECONDS: z.coerce.number().positive().default(15),
  STOP_GRACE_SECONDS: z.coerce.number().positive().default(10),
  /** A handler that does nothing takes 120 to 140 MB (measured, Node 24). */
  HANDLER_MEMORY_MB: z.coerce.number().int().min(192).default(512),
  SESSION_IDLE_HOURS: z.coerce.number().positive().default(12),
  SESSION_DAYS: z.coerce.number().positive().default(7),
  BACKUP_FOLDER: z.string().optional(),
  JOB_TYPES_FOLDER: z.string().optional(),
  FILE_KEEP_DAYS: z.coerce.number().positive().default(30),
  /** smtp://user:password@host:587 or smtps://…; without one mails are held. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  SMTP_TIMEOUT_SECONDS: z.coerce.number().positive().default(60),
  MAIL_FROM: z.email().optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export type Settings = z.infer<typeof schema>;

let parsed: Settings | undefined;

/** The settings. Throws one sentence that names the variable when one is wrong. */
export function settings(): Settings {
  if (parsed) return parsed;
  const result = schema.safeParse(withoutEmpty(process.env));
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new Error(`The setting ${issue?.path.join(".")} is not usable: ${issue?.message}.`);
  }
  parsed = result.data;
  return parsed;
}

/** Absolute path of the data folder. */
export const dataFolder = () => resolve(settings().NIGHTSHIFT_DATA);

/** Absolute path of the folder in which database backups are kept. */
export const backupFolder = () =>
  resolve(settings().BACKUP_FOLDER ?? join(dataFolder(), "backups"));

/**
 * The connection string of this kind of process. Given ones win; otherwise the owner's is turned into the role's with the
 * password that the migration command generated.
 */
export function databaseUrl(role: "web" | "worker" | "backup"): string {
  // Read when it is needed, not with the settings: tests name their database after this module was loaded.
  const { DATABASE_URL: owner, [`DATABASE_URL_${role.toUpperCase()}`]: given } = process.env;
  if (given) return given;
  const password = secrets()[`${role}Password`];
  if (!owner || !password) {
    throw new Error(
      `No database is set: give DATABASE_URL_${role.toUpperCase()}, or DATABASE_URL after "npm run migrate".`,
    );
  }
  const url = new URL(owner);
  url.username = `nightshift_${role}`;
  url.password = password;
  return url.href;
}

/** The key that signs session cookies: given, or generated on the first start. There is no default. */
export function authSecret(): string {
  const secret = settings().NEXTAUTH_SECRET ?? secrets().authSecret;
  if (!secret)
    throw new Error("No secret for sessions is set: give NEXTAUTH_SECRET (32 characters or more).");
  return secret;
}

/** Where people reach the console. */
export const publicUrl = () => settings().PUBLIC_URL ?? `http://localhost:${settings().PORT}`;

function secrets(): Record<string, string> {
  const path = join(dataFolder(), "secrets.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, string>) : {};
}

function withoutEmpty(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
}
