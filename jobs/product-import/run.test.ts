import type { Parameters } from "./open-sheet.ts";
import type { Committed } from "./trial-context.ts";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, beforeEach, test } from "node:test";
import fc from "fast-check";

const folder = await mkdtemp(join(tmpdir(), "nightshift-product-import-"));
process.env["NIGHTSHIFT_DATA"] = folder;
process.env["LOG_LEVEL"] = "silent";
// Settings are read once, by the first module that asks: what follows is loaded after the folder is named.
const { createTestDatabase } = await import("#e2e/support/database.ts");
const { makeDomain, ownerSql } = await import("#e2e/support/run-rows.ts");
const { guessMapping } = await import("#lib/imports/guess-mapping.ts");
const { inspectFile } = await import("#lib/imports/inspect.ts");
const { closeDatabase, useDatabaseRole } = await import("#lib/platform/db.ts");
const { newId } = await import("#lib/platform/ids.ts");
const { pathOf, putFile } = await import("#lib/platform/storage.ts");
const { Crash, nothingCommitted, trialContext } = await import("./trial-context.ts");
const { run } = await import("./run.ts");

const database = await createTestDatabase("product_import");
process.env["DATABASE_URL"] = database.ownerUrl;
process.env["DATABASE_URL_WORKER"] = database.workerUrl;
useDatabaseRole("worker", 4);
const sql = ownerSql();
let domainId: string;

beforeEach(async () => {
  domainId = await makeDomain(sql, `import-${newId()}.example`);
});

after(async () => {
  await closeDatabase();
  await sql.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

type Options = { dryRun?: boolean; onInvalid?: "skip-row" | "refuse-file" };

/** Stores a file and answers the parameters that the wizard would start a run with. */
async function stored(
  text: string | Buffer,
  { dryRun = false, onInvalid = "skip-row" }: Options = {},
): Promise<Parameters> {
  const { storageKey, sizeBytes, sha256 } = await putFile(Readable.from([text]), Infinity);
  const fileId = newId();
  await sql`insert into files (id, domain_id, kind, name, content_type, size_bytes, sha256, storage_key, created_at)
    values (${fileId}, ${domainId}, 'input', 'products.csv', 'text/csv', ${sizeBytes}, ${sha256}, ${storageKey}, now())`;
  const found = await inspectFile(pathOf(storageKey));
  assert.ok(found.ok, JSON.stringify(found));
  const { mapping } = guessMapping(found.header, found.samples);
  return {
    fileId,
    format: found.format,
    header: found.header,
    mapping: { ...mapping, onInvalid },
    dryRun,
  };
}

async function execute(
  parameters: Parameters,
  committed = nothingCommitted(),
  more: object = {},
): Promise<Committed> {
  await run(trialContext<Parameters>({ committed, parameters, domainId, ...more }));
  return committed;
}

/** Of all steps together. */
function talliesOf({ tallies }: Committed): Record<string, number> {
  const sums: Record<string, number> = {
    read: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    skipped: 0,
    invalid: 0,
  };
  for (const step of Object.values(tallies))
    for (const [name, count] of Object.entries(step)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

function assertAddsUp(committed: Committed): void {
  const {
    read,
    created = 0,
    updated = 0,
    unchanged = 0,
    skipped = 0,
    invalid = 0,
  } = talliesOf(committed);
  assert.equal(
    read,
    created + updated + unchanged + skipped + invalid,
    JSON.stringify(talliesOf(committed)),
  );
}

const productCount = async () =>
  Number((await sql`select count(*) as n from products where domain_id = ${domainId}`)[0]?.["n"]);

const SMALL =
  "sku;name;enabled;PACK-products;price-EUR\nA;Lamp A;1;B,C;12.50\nB;Lamp B;0;;x\nC;Lamp C;;A;\na;Again;1;;\n;No key;1;;\nD;;1;;7\n";

test("a small file: created, refused with their reasons and cells, associations kept", async () => {
  const committed = await execute(await stored(SMALL));
  assert.deepEqual(talliesOf(committed), {
    duplicates: 1,
    read: 6,
    created: 3,
    updated: 0,
    unchanged: 0,
    skipped: 0,
    invalid: 3,
    associations: 3,
  });
  assert.deepEqual(
    committed.issues.map(({ row, code, column, cells }) => [row, code, column, cells?.[1]]),
    [
      [3, "number-expected", "price-EUR", "Lamp B"],
      [5, "sku-duplicate", "sku", "Again"],
      [6, "required-missing", "sku", "No key"],
    ],
  );
  const rows =
    await sql`select sku, name, enabled, attributes from products where domain_id = ${domainId} order by sku`;
  assert.deepEqual(
    rows.map((row) => [row["sku"], row["enabled"]]),
    [
      ["A", true],
      ["C", true],
      ["D", true],
    ],
  );
  const links =
    await sql`select p.sku, a.target from product_associations a join products p on p.id = a.product_id where p.domain_id = ${domainId} order by 1, 2`;
  assert.deepEqual(
    links.map((link) => [link["sku"], link["target"]]),
    [
      ["A", "B"],
      ["A", "C"],
      ["C", "A"],
    ],
  );
  assert.deepEqual([committed.facts["rows"], committed.facts["columns"]], [6, 5]);
});

test("the same file again is unchanged; a dry run tells the same as the real one and writes nothing", async () => {
  const dry = await execute(await stored(SMALL, { dryRun: true }));
  assert.equal(await productCount(), 0);
  const real = await execute(await stored(SMALL));
  const { created, updated, ...others } = talliesOf(real);
  assert.deepEqual(talliesOf(dry), {
    ...others,
    created: 0,
    updated: 0,
    "would-create": created,
    "would-update": updated,
  });
  assert.deepEqual(dry.issues, real.issues);
  const again = await execute(await stored(SMALL));
  assert.deepEqual(talliesOf(again), { ...talliesOf(real), created: 0, unchanged: 3 });
  const changed = SMALL.replace("Lamp C", "Lamp CC");
  const dryAgain = await execute(await stored(changed, { dryRun: true }));
  assert.deepEqual([talliesOf(dryAgain)["would-update"], talliesOf(dryAgain)["unchanged"]], [1, 2]);
});

test("all or nothing: one invalid row, and nothing is written, with every row accounted for", async () => {
  const parameters = await stored(SMALL, { onInvalid: "refuse-file" });
  const committed = nothingCommitted();
  await assert.rejects(execute(parameters, committed), { code: "rows-invalid" });
  assertAddsUp(committed);
  assert.deepEqual(
    [
      talliesOf(committed)["read"],
      talliesOf(committed)["invalid"],
      talliesOf(committed)["skipped"],
    ],
    [6, 3, 3],
  );
  assert.equal(await productCount(), 0);
});

const CODES: Array<[string, (parameters: Parameters) => Parameters | Promise<Parameters>]> = [
  ["file-missing", (parameters) => ({ ...parameters, fileId: newId() })],
  [
    "header-changed",
    (parameters) => {
      const header = ["sku", "title", ...parameters.header.slice(2)];
      const { columns, ...rest } = parameters.mapping as {
        columns: Array<{ index: number; header: string }>;
      };
      return {
        ...parameters,
        header,
        mapping: {
          ...rest,
          columns: columns.map((column) => ({ ...column, header: header[column.index] })),
        },
      };
    },
  ],
  [
    "column-missing",
    (parameters) => ({
      ...parameters,
      mapping: {
        ...parameters.mapping,
        columns: [{ index: 0, header: "sku", target: { kind: "ignore" } }],
      },
    }),
  ],
  ["file-empty", () => stored("sku;name\n")],
  [
    "quote-not-closed",
    async (parameters) => {
      const { storageKey, sizeBytes, sha256 } = await putFile(
        Readable.from(['sku;name\nA;"open\n']),
        Infinity,
      );
      await sql`update files set storage_key = ${storageKey}, size_bytes = ${sizeBytes}, sha256 = ${sha256} where id = ${parameters.fileId}`;
      return parameters;
    },
  ],
];

for (const [code, spoil] of CODES) {
  test(`a run ends with ${code} and writes nothing`, async () => {
    const parameters = await spoil(await stored("sku;name\nA;Lamp\n"));
    await assert.rejects(execute(parameters), { name: "JobError", code });
    assert.equal(await productCount(), 0);
  });
}

test("a file that is gone from the store says so", async () => {
  const parameters = await stored("sku;name\nA;Lamp\n");
  const [row] = await sql`select storage_key from files where id = ${parameters.fileId}`;
  await rm(pathOf(row?.["storage_key"]));
  await assert.rejects(execute(parameters), { code: "file-missing" });
});

/** Long enough rows that a few make a chunk. */
function bigFile(rowCount: number, seed: number): string {
  const filler = "x".repeat(30_000);
  const rows = Array.from({ length: rowCount }, (_, at) => {
    const odd = (at * 7 + seed) % 11;
    const sku = odd === 0 ? "" : odd === 1 && at > 5 ? `S-${at - 3}` : `S-${at}`;
    return `${sku};Lamp ${at};${odd === 2 ? "perhaps" : "1"};S-${at + 1};${filler}`;
  });
  return `sku;name;enabled;PACK-products;description\n${rows.join("\n")}\n`;
}

test("wherever it stops, crashes or is resumed, the counts add up and end as if nothing had happened", async () => {
  let undisturbed: Committed | undefined;
  const parameters = await stored(bigFile(150, 3));
  const cut = fc.record({
    chunk: fc.integer({ min: 1, max: 4 }),
    moment: fc.constantFrom("before" as const, "after" as const),
    how: fc.constantFrom("crash", "stop"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 3 }), async (cuts) => {
      domainId = await makeDomain(sql, `import-${newId()}.example`);
      await sql`update files set domain_id = ${domainId} where id = ${parameters.fileId}`;
      const committed = nothingCommitted();
      for (const { chunk, moment, how } of cuts) {
        const stop = new AbortController();
        const atChunk = (at: string, number: number) => {
          if (at !== moment || number !== chunk) return;
          if (how === "crash") throw new Crash("kill -9");
          stop.abort(new Error("stop"));
        };
        await execute(parameters, committed, { atChunk, signal: stop.signal }).catch(
          (error: Error) => {
            if (!(error instanceof Crash) && error.message !== "stop") throw error;
          },
        );
        assertAddsUp(committed);
      }
      await execute(parameters, committed);
      assertAddsUp(committed);
      undisturbed ??= committed;
      assert.deepEqual(talliesOf(committed), talliesOf(undisturbed));
      assert.deepEqual(
        committed.issues,
        undisturbed.issues,
        "no issue is told twice, none is lost",
      );
      const { created = 0 } = talliesOf(committed);
      assert.equal(await productCount(), created);
      const [links] =
        await sql`select count(*)::int as n from product_associations where domain_id = ${domainId}`;
      assert.equal(links?.["n"], talliesOf(committed)["associations"]);
    }),
    { numRuns: 6 },
  );
});

const REAL = "../shared/data/products/products.csv";

test("the real file comes in whole, and is unchanged the second time", async (context) => {
  if (!existsSync(REAL))
    return context.skip("no sample files: ../shared/data/products/products.csv is not there");
  const parameters = await stored(await readFile(REAL));
  const started = performance.now();
  const committed = await execute(parameters);
  const ms = performance.now() - started;
  const sums = talliesOf(committed);
  context.diagnostic(
    `${JSON.stringify(sums)} in ${Math.round(ms)} ms, RSS ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
  );
  assert.deepEqual([sums["read"], sums["created"], sums["invalid"]], [1239, 1239, 0]);
  assertAddsUp(committed);
  const again = talliesOf(await execute(await stored(await readFile(REAL))));
  assert.deepEqual([again["read"], again["unchanged"]], [1239, 1239]);
});
