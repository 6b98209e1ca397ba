/** What a person can do about a failure. */
export type Explanation = {
  /** Why it happens, in one or two sentences. */
  cause: string;
  /** What to try, beginning in lower case after "What to try:". */
  remedy: string;
  /** A link that does it. */
  link?: { text: string; href: string };
};

export type Failed = {
  id: number;
  jobType: string;
  errorCode: string | null;
  /** Failed attempts of this run, this one included. */
  failures: number;
  hasInput: boolean;
  quarantined: boolean;
};

/** The explanation of a failed run's error code; an unknown code gets what helps in general. */
export function explain(run: Failed): Explanation {
  if (run.quarantined) return QUARANTINED;
  const known = CATALOGUE[run.errorCode ?? ""] ?? UNKNOWN;
  const remedy = run.failures > 1 && run.hasInput ? `${known.remedy} ${AGAIN}` : known.remedy;
  const link =
    known.corrected && run.hasInput
      ? { text: "Upload a corrected file", href: `/imports/new?continues=${run.id}` }
      : undefined;
  const { cause } = known;
  return { cause, remedy, ...(known.link ? { link: known.link } : link ? { link } : {}) };
}

/** The codes there is something to say about, for the test that compares them with what is thrown. */
export const explainedCodes = (): string[] => Object.keys(CATALOGUE);

/** Said after a second failure with the same file. */
const AGAIN =
  "It has failed before: check that the file has the right format, that it is not larger than needed, and try it in smaller pieces.";

const QUARANTINED: Explanation = {
  cause:
    "It took its process with it twice with this input. It is quarantined: nothing tries it again until a person releases it.",
  remedy:
    "look at the log for what it did last. Release it when the cause is gone, or start it with another input.",
};

type Entry = Explanation & {
  /** The input is at fault: a corrected one continues this run. */ corrected?: true;
};

const UNKNOWN: Entry = {
  cause: "The job met something that it was not prepared for.",
  remedy:
    "look at the log around the error, then retry it once. What is written stays and is not written twice.",
};

const CATALOGUE: Record<string, Entry> = {
  error: UNKNOWN,
  "worker-lost": {
    cause:
      "The process that ran it gave no sign of life any more: its machine was switched off, ran out of memory or lost its network.",
    remedy: "look whether workers are alive, then retry it. It goes on from its last safe point.",
  },
  crashed: {
    cause: "The job took its process with it.",
    remedy:
      "retry it once. If it crashes again with the same input, it is quarantined until a person releases it.",
  },
  "out-of-memory": {
    cause: "The job needed more memory than a handler may have, and its process was ended.",
    remedy:
      "split the input into smaller files, or ask the administrator to raise HANDLER_MEMORY_MB.",
    corrected: true,
  },
  "database-away": {
    cause: "The database could not be reached while the job ran, several times in a row.",
    remedy:
      "look whether the database is well, then retry it. It goes on from its last safe point.",
  },
  "store-unreachable": {
    cause: "The folder in which files are kept can't be the right one: it is empty.",
    remedy: "mount the folder that NIGHTSHIFT_DATA names, on every machine, then retry it.",
  },
  "backup-login-missing": {
    cause:
      "Backups read everything by a login of their own, nightshift_backup, and there is none, or its password is another one.",
    remedy:
      "do what the error says: an administrator of the database makes the role, DATABASE_URL_BACKUP names it for the worker, and the migration gives it its rights. Then retry it.",
  },
  "backup-not-allowed": {
    cause:
      "The login for backups lacks a right: it does not see all rows, or may make no database.",
    remedy: "do what the error says; mostly npm run migrate is enough. Then retry it.",
  },
  "backup-not-verified": {
    cause:
      "What was written could not be read back as it should be. It was removed; earlier backups are still there.",
    remedy:
      "retry it once. If it happens again, look at the disk on which the backups lie, and take one by hand with pg_dump.",
  },
  "dump-failed": {
    cause: "pg_dump did not end well; its last words are in the error.",
    remedy: "look at what it said. With the method “archive” the backup does without pg_dump.",
  },
  "disk-full": {
    cause: "There was no room left on the disk. Nothing half written was kept.",
    remedy:
      "make room, or keep fewer backups; BACKUP_FOLDER can name a folder on another disk. Then retry it.",
  },
  "rows-invalid": {
    cause: "Some rows can't be imported, and it was asked that then nothing is written at all.",
    remedy:
      "correct the refused rows in the file and upload it again, or let invalid rows be skipped when it is started.",
    corrected: true,
  },
  parameters: {
    cause:
      "What this run was started with does not fit the job any more: the job has changed since.",
    remedy: "start it anew from its form, which offers what the job takes today.",
  },
  checkpoint: {
    cause:
      "The point at which an earlier attempt left off was written by another version of the job.",
    remedy:
      "start it anew with the same input. What is the same is recognised and not written twice.",
    corrected: true,
  },
  "not-permitted": {
    cause: "The person for whom it runs may not start this job any more.",
    remedy: "ask an administrator of the domain, or let somebody start it who has the permission.",
  },
  "domain-gone": {
    cause: "The domain for which it was started does not exist any more.",
    remedy: "start it in another domain.",
  },
  "file-missing": {
    cause: "The input file is not in the store any more: it has expired, or somebody removed it.",
    remedy: "upload it again; the new run continues this one.",
    corrected: true,
  },
  "file-empty": {
    cause: "The file holds no rows.",
    remedy: "look whether the export that made it was complete, and upload it again.",
    corrected: true,
  },
  "file-unreadable": {
    cause: "The file could not be read as the format it says to be.",
    remedy:
      "open it in a text editor or a spreadsheet, save it as CSV in UTF-8, and upload it again.",
    corrected: true,
  },
  "encoding-refused": {
    cause: "The file is not in UTF-8; the numbers of the lines that are not are in the error.",
    remedy: "save it as “CSV UTF-8” and upload it again.",
    corrected: true,
  },
  "nul-byte": {
    cause:
      "The file holds bytes that no text has: it is another format with a wrong ending, or it was cut on its way.",
    remedy: "save it as CSV in UTF-8 and upload it again.",
    corrected: true,
  },
  "type-refused": {
    cause: "The content of the file is none that can be imported, whatever its name says.",
    remedy: "save it as CSV in UTF-8 and upload it again.",
    corrected: true,
  },
  "type-not-yet": {
    cause: "Spreadsheets can't be read yet.",
    remedy: "save the sheet as CSV in UTF-8 and upload it again.",
    corrected: true,
  },
  "header-too-long": {
    cause:
      "The first line is longer than any header: probably the file has none, or another separator.",
    remedy: "add a header line, or check the separator, and upload it again.",
    corrected: true,
  },
  "too-many-columns": {
    cause: "There are more columns than a file may have.",
    remedy: "leave out the columns that are not needed and upload it again.",
    corrected: true,
  },
  "quote-not-closed": {
    cause: "A quoted cell begins and never ends, so that the rest of the file would be one cell.",
    remedy:
      "look at the line named in the error, close the quote or double it, and upload the file again.",
    corrected: true,
  },
  "record-too-long": {
    cause: "One row is longer than any row can be: probably a quote before it was not closed.",
    remedy:
      "look at the line named in the error, close the quote or double it, and upload the file again.",
    corrected: true,
  },
  "column-missing": {
    cause: "A column that the import needs is not in the file, or is mapped to nothing.",
    remedy:
      "rename the column in the file, or map it once; the mapping is remembered for the next file with this header.",
    corrected: true,
  },
  "header-changed": {
    cause: "The header of the file is not the one that was mapped.",
    remedy: "upload the file again and check the mapping.",
    corrected: true,
  },
};
