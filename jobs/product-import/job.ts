import { z } from "zod";
import { defineJob } from "#lib/job-types/define.ts";

/** How the file is written. Frozen with the mapping, so that the run reads it as the person saw it. */
const Format = z.object({
  delimiter: z.enum([",", ";", "\t", "|"]),
  quote: z.enum(['"', "'"]),
  newline: z.enum(["\n", "\r\n", "\r"]),
  bom: z.boolean(),
});

export const productImport = defineJob({
  name: "product-import",
  title: "Product import",
  description:
    "Reads products from a CSV file: creates those that are new, updates those that differ, leaves the others alone.",
  kind: "import",
  scope: "domain",
  payloadVersion: 1,
  parameters: z.object({
    fileId: z.uuid(),
    format: Format,
    /** Of the file as it was mapped; the refused rows are written under it. */
    header: z.array(z.string()).min(1).max(2_000),
    /** As the wizard kept it when the run was started, with what becomes of invalid rows; `lib/imports/mapping.ts` reads it. */
    mapping: z.record(z.string(), z.unknown()),
    /** Everything is checked and counted, nothing is written. */
    dryRun: z.boolean().default(false),
  }),
  steps: [
    { name: "check-file", title: "Check file", weight: 1 },
    { name: "write-products", title: "Write products", weight: 8 },
    { name: "write-associations", title: "Write associations", weight: 1 },
  ],
  tallies: {
    duplicates: "Duplicates",
    read: "Read",
    created: "Created",
    updated: "Updated",
    // Of a check, which writes nothing.
    "would-create": "Would be created",
    "would-update": "Would be updated",
    unchanged: "Unchanged",
    skipped: "Skipped",
    invalid: "Invalid",
    associations: "Associations",
  },
  stop: {
    possible: true,
    meaning: "Rows written so far stay; it can be continued from there.",
  },
  retry: {
    attempts: 3,
    backOffSeconds: [5, 60],
    afterLostWorker: true,
    neverFor: [
      "file-missing",
      "file-empty",
      "file-unreadable",
      "type-refused",
      "type-not-yet",
      "encoding-refused",
      "nul-byte",
      "header-too-long",
      "too-many-columns",
      "quote-not-closed",
      "record-too-long",
      "header-changed",
      "column-missing",
      "rows-invalid",
      "not-permitted",
    ],
  },
  overlap: "allow",
  concurrencyPerDomain: 2,
  expectedSeconds: 60,
  permissions: { start: "imports.start" },
  dangerous: false,
  makesNoFiles: "An import writes products; refused rows can be downloaded from its issues.",
});
