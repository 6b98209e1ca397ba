import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { guessMapping } from "#lib/imports/guess-mapping.ts";
import { inspectFile } from "#lib/imports/inspect.ts";
import { newId } from "#lib/platform/ids.ts";
import { pathOf, putFile } from "#lib/platform/storage.ts";
import type { Site } from "./site.ts";

/** Starts the import of a file with so many products, 12 columns each, as the wizard would. Answers the run's number. */
export async function startImport(site: Site, rows: number): Promise<number> {
  const { storageKey, sizeBytes, sha256 } = await putFile(Readable.from(linesOf(rows)), Infinity);
  const fileId = newId();
  await site.sql`
    insert into files (id, domain_id, kind, name, content_type, size_bytes, sha256, storage_key, created_at)
    values (${fileId}, ${site.domainId}, 'input', 'products.csv', 'text/csv', ${sizeBytes}, ${sha256}, ${storageKey}, now())`;
  const found = await inspectFile(pathOf(storageKey));
  if (!found.ok) throw new Error(found.message);
  const { header, format, samples } = found;
  const { mapping } = guessMapping(header, samples);
  const parameters = { fileId, format, header, mapping: { ...mapping, onInvalid: "skip-row" } };
  return await site.start("product-import", parameters, {
    inputFileId: fileId,
    inputSha256: sha256,
  });
}

const HEADER =
  "sku;name;description;family;categories;enabled;price-EUR;weight;colour;material;brand;ean";

function* linesOf(rows: number): Generator<string> {
  yield `${HEADER}\n`;
  for (let row = 0; row < rows; row += 1) {
    const some = createHash("md5").update(`${row}`).digest("hex");
    const price = `${row % 900}.${10 + (row % 90)}`;
    yield `P-${row};Product ${row};It is number ${row}, ${some};lamps;a,b;1;${price};${row % 50};red;steel;Brand ${row % 40};${4_000_000_000_000 + row}\n`;
  }
}
