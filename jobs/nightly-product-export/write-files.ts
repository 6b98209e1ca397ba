import { Readable } from "node:stream";
import { productPage, type ExportedProduct } from "#lib/exports/product-page.ts";
import type { ProductFilter } from "#lib/exports/product-filter.ts";
import { toCells, type Cell } from "#lib/exports/to-cells.ts";
import type { RunContext, StepContext } from "#lib/job-types/define.ts";
import { writeCsv } from "#lib/text/csv.ts";
import { counted } from "#lib/text/numbers.ts";
import { size } from "#lib/text/sizes.ts";
import { writeXlsx, XLSX_CELL_MAX } from "#lib/text/xlsx.ts";
import type { Parameters, Selection } from "./run.ts";

type Context = RunContext<Parameters>;
const PAGE = 2_000;
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** One file after the other, each from a fresh look at the products, so that memory holds one page. */
export async function writeFiles(
  context: Context,
  step: StepContext,
  filter: ProductFilter,
  { columns, productCount }: Selection,
): Promise<void> {
  const { format } = context.parameters;
  const kinds = format === "both" ? (["csv", "xlsx"] as const) : [format];
  const base = await baseName(context);
  step.total(productCount * kinds.length);
  for (const kind of kinds) {
    const rows = () => cells(context, step, filter, columns, kind);
    const bytes =
      kind === "csv"
        ? writeCsv(
            columns.map(({ header, ...column }) => ({
              header,
              numeric: column.kind === "attribute",
            })),
          )(rows())
        : writeXlsx(
            columns.map((column) => column.header),
            "Products",
          )(rows());
    await keep(context, `${base}.${kind}`, kind === "csv" ? "text/csv" : XLSX, bytes);
  }
}

/** `products-alpine.example-2026-03-29`, by the domain's own calendar. */
async function baseName({ clock, domainId, viewer }: Context): Promise<string> {
  const domain = viewer.domains.find((each) => each.id === domainId);
  const options = { timeZone: domain?.timeZone ?? "UTC", dateStyle: "short" } as const;
  const day = new Intl.DateTimeFormat("sv-SE", options).format(await clock.now());
  return ["products", domain?.name, day].filter(Boolean).join("-");
}

async function keep(
  { result, log }: Context,
  name: string,
  contentType: string,
  bytes: AsyncIterable<string | Uint8Array>,
): Promise<void> {
  let sizeBytes = 0;
  async function* weighed() {
    for await (const piece of bytes) {
      sizeBytes += Buffer.byteLength(piece);
      yield piece;
    }
  }
  await result(name, contentType, Readable.from(weighed(), { objectMode: false }));
  log.info(`${name}: ${size(sizeBytes)}`);
}

async function* cells(
  { viewer, signal }: Context,
  step: StepContext,
  filter: ProductFilter,
  columns: Selection["columns"],
  kind: "csv" | "xlsx",
): AsyncGenerator<Cell[]> {
  let written = 0;
  for (let after: string | undefined = ""; after !== undefined;) {
    signal.throwIfAborted();
    const page: ExportedProduct[] = await productPage(viewer, filter, after, PAGE);
    for (const product of page) {
      const row = toCells(product, columns);
      yield kind === "xlsx" ? fitting(step, product, columns, row) : row;
    }
    step.tick(page.length);
    step.tally("written", page.length);
    written += page.length;
    step.say(`${counted(written, "product")} written`);
    after = page.at(-1)?.skuKey;
  }
}

/** Programs refuse a whole workbook for one cell that is too long. */
function fitting(
  step: StepContext,
  { sku }: ExportedProduct,
  columns: Selection["columns"],
  row: Cell[],
): Cell[] {
  return row.map((cell, at) => {
    if (typeof cell !== "string" || cell.length <= XLSX_CELL_MAX) return cell;
    const column = columns[at]?.header ?? "";
    const message = `${column} of ${sku} has ${counted(cell.length, "character")}; a cell of a workbook holds ${XLSX_CELL_MAX}. The CSV file has all of them.`;
    step.issue({ severity: "doubtful", code: "cell-cut", message, column, value: sku });
    step.tally("cut");
    return cell.slice(0, XLSX_CELL_MAX).toWellFormed();
  });
}
