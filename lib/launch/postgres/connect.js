import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { Refusal } from "../say.js";

const oldestRelease = 150_000;
const longestMilliseconds = 8000;

/**
 * One statement on a connection of its own.
 * @param {string} url @param {string} statement
 * @returns {Promise<Record<string, unknown>[]>}
 */
export async function query(url, statement) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const asked = sql.unsafe(statement);
  // The client's own limit does not hold where something accepts the connection and closes it again.
  const late = sleep(longestMilliseconds, undefined, { ref: false }).then(() => {
    throw Object.assign(new Error("no answer"), { code: "CONNECT_TIMEOUT" });
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    asked.catch(() => {});
    late.catch(() => {});
    void sql.end({ timeout: 0 });
  }
}

/** Tells in one sentence why the database of DATABASE_URL cannot be used. @param {string} url */
export async function requireDatabase(url) {
  const where = describe(url);
  const [row] = await query(
    url,
    "select current_setting('server_version_num')::int as release",
  ).catch((error) => {
    throw new Refusal(`DATABASE_URL points to ${where}, ${reason(error)}.`);
  });
  if (Number(row?.release) < oldestRelease)
    throw new Refusal(`DATABASE_URL points to ${where}, which is older than PostgreSQL 15.`);
}

/** Never the password. @param {string} url */
function describe(url) {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol))
    throw new Refusal("DATABASE_URL must look like postgres://user:password@host:5432/database.");
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}

/** @param {{ code?: string, message: string }} error postgres.js' or the system's */
function reason({ code, message }) {
  if (code === "28P01" || code === "28000") return "which refuses this user or password";
  if (code === "3D000") return "where this database does not exist";
  if (code === "CONNECT_TIMEOUT") return "which does not answer within 8 s";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "a host whose name is not known";
  if (code === "ECONNREFUSED") return "where nothing listens";
  return `which cannot be reached (${code ?? message})`;
}
