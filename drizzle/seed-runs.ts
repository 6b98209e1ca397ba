import { createReadStream } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { users } from "#drizzle/schema/people.ts";
import { catalogue } from "#jobs/catalogue.ts";
import { read } from "#lib/access/transact.ts";
import { systemViewer, type Viewer } from "#lib/access/viewer.ts";
import { launchImport } from "#lib/imports/launch.ts";
import { receiveUpload } from "#lib/imports/receive-upload.ts";
import { sampleFile } from "#lib/imports/sample-rows.ts";
import { registerJobTypes } from "#lib/job-types/find.ts";
import { loadPerson } from "#lib/people/load-person.ts";
import { seedNights } from "./seed-nights.ts";

type DemoImport = {
  by: string;
  domain: string;
  name: string;
  bytes: () => AsyncIterable<Uint8Array>;
  dryRun?: boolean;
};

const sample = (file: string) => () =>
  createReadStream(join(import.meta.dirname, "../public/samples", file));

/** One of each outcome: well, with refused rows, unchanged, only checked, failed because the file ends inside a quote. */
const IMPORTS: DemoImport[] = [
  {
    by: "operator@alpine.example",
    domain: "alpine.example",
    name: "lighting.csv",
    bytes: sample("small.csv"),
  },
  {
    by: "member@alpine.example",
    domain: "alpine.example",
    name: "lighting-corrections.csv",
    bytes: sample("with-errors.csv"),
  },
  {
    by: "admin@alpine.example",
    domain: "alpine.example",
    name: "spring-collection.csv",
    bytes: generated(6000),
  },
  {
    by: "operator@alpine.example",
    domain: "alpine.example",
    name: "spring-collection.csv",
    bytes: generated(6000),
  },
  {
    by: "member@alpine.example",
    domain: "alpine.example",
    name: "supplier-prices.csv",
    bytes: generated(9000, '9999;"a quote that nobody closed'),
  },
  {
    by: "admin@borealis.example",
    domain: "borealis.example",
    name: "nordic-range.csv",
    bytes: generated(2500),
  },
  {
    by: "admin@borealis.example",
    domain: "borealis.example",
    name: "nordic-additions.csv",
    bytes: sample("small.csv"),
    dryRun: true,
  },
  {
    by: "system@nightshift.example",
    domain: "cobalt.example",
    name: "first-load.csv",
    bytes: generated(4000),
  },
];

/**
 * Uploads and launches the demo's imports as its people would, and some scheduled jobs. They are queued; the worker executes them
 * when it starts.
 */
export async function seedRuns(): Promise<void> {
  registerJobTypes(catalogue);
  for (const { by, domain, name, bytes, dryRun = false } of IMPORTS) {
    const viewer = await personOf(by);
    const domainId = viewer.domains.find((known) => known.name === domain)?.id as string;
    const draftId = await receiveUpload(viewer, { domainId, name, bytes: bytes() });
    await launchImport(viewer, { draftId, dryRun });
  }
  await seedNights(await personOf("system@nightshift.example"));
}

async function personOf(email: string): Promise<Viewer> {
  const [user] = await read(systemViewer(), (tx) =>
    tx.select({ id: users.id }).from(users).where(eq(users.email, email)),
  );
  const viewer = user && (await loadPerson(user.id));
  if (!viewer) throw new Error(`There is no demo account ${email}.`);
  return viewer;
}

function generated(rowCount: number, last = ""): () => AsyncIterable<Uint8Array> {
  return async function* () {
    for (const piece of sampleFile(rowCount)) yield Buffer.from(piece);
    yield Buffer.from(last);
  };
}
