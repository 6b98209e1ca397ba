import { JobError } from "../job-types/define.ts";
import { openAsBackup } from "../platform/backup-database.ts";
import { inWords } from "./faults.ts";
import { findPrograms, programsFor, type Programs } from "./find-programs.ts";
import { hiddenTables, storedTables } from "./shape.ts";

export type BackupPlan = {
  /** As people write it: 18.4. */
  server: string;
  /** PostgreSQL's own programs, where there are fit ones; otherwise our archive is written. */
  programs: Programs | undefined;
  found: Programs[];
  /** Tables that hold rows, partitions one by one. */
  tables: string[];
};

/** Looks at the server, at what the backup may read, and for programs. Throws `JobError` when it may not read everything. */
export async function planBackup(method: "auto" | "archive"): Promise<BackupPlan> {
  return await inWords(async () => {
    const sql = openAsBackup();
    try {
      return await sql.begin("read only", async (tx) => {
        const hidden = await hiddenTables(tx);
        if (hidden.length > 0) throw hides(hidden);
        const [row] = await tx<
          { server: string }[]
        >`select current_setting('server_version') as server`;
        const server = row?.server.split(" ")[0] ?? "";
        const found = await findPrograms();
        const fit = programsFor(found, Number.parseInt(server, 10));
        const programs = method === "auto" ? fit : undefined;
        return { server, programs, found, tables: await storedTables(tx) };
      });
    } finally {
      await sql.end({ timeout: 5 });
    }
  });
}

const hides = (tables: string[]) =>
  new JobError(
    "backup-not-allowed",
    `The role nightshift_backup does not see all rows of ${tables.slice(0, 3).join(", ")}. The migration gives it the rights: npm run migrate.`,
    tables.join("\n"),
  );
