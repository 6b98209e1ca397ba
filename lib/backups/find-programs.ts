import { execFile } from "node:child_process";
import { access, constants, readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

/** PostgreSQL's own programs of one version. */
export type Programs = { dump: string; restore: string; version: string; major: number };

const run = promisify(execFile);

/** Where they lie on Debian and Ubuntu, RHEL and Fedora, with Homebrew, and built from source. */
const PLACES = [
  { parent: "/usr/lib/postgresql", bin: "bin" },
  { parent: "/usr", bin: "bin", only: /^pgsql-/ },
  { parent: "/opt/homebrew/opt", bin: "bin", only: /^(postgresql|libpq)/ },
  { parent: "/usr/local/opt", bin: "bin", only: /^(postgresql|libpq)/ },
];
const FOLDERS = ["/usr/local/pgsql/bin"];

/**
 * Every pg_dump with a pg_restore beside it, in PATH and where systems put them. An older one than the server refuses to dump it.
 * @param path as in the environment
 */
export async function findPrograms(path = process.env["PATH"] ?? ""): Promise<Programs[]> {
  const folders = new Set(path.split(delimiter).filter(Boolean));
  for (const place of PLACES) for (const folder of await within(place)) folders.add(folder);
  for (const folder of FOLDERS) folders.add(folder);
  const found = await Promise.all([...folders].map(programsIn));
  return found.filter((programs) => programs !== undefined);
}

/** The server's own version, else the newest that is newer. */
export function programsFor(found: readonly Programs[], serverMajor: number): Programs | undefined {
  const able = found.filter(({ major }) => major >= serverMajor);
  return (
    able.find(({ major }) => major === serverMajor) ?? able.toSorted((a, b) => b.major - a.major)[0]
  );
}

async function within({ parent, bin, only }: { parent: string; bin: string; only?: RegExp }) {
  const entries = await readdir(parent).catch(() => []);
  return entries
    .filter((entry) => !only || only.test(entry))
    .map((entry) => join(parent, entry, bin));
}

async function programsIn(folder: string): Promise<Programs | undefined> {
  const [dump, restore] = [join(folder, "pg_dump"), join(folder, "pg_restore")];
  try {
    await Promise.all([dump, restore].map((file) => access(file, constants.X_OK)));
    const { stdout } = await run(dump, ["--version"], { timeout: 10_000 });
    const version = /\b(\d+)(\.\d+)*/.exec(stdout)?.[0];
    return version ? { dump, restore, version, major: Number.parseInt(version, 10) } : undefined;
  } catch {
    // Not there, or not for this machine.
    return undefined;
  }
}
