import type { IssueCode, RowIssue } from "./check-row.ts";
import type { AssociationKind } from "./mapping.ts";

/** A product as a row of a file describes it. Null: the file has no value, or no column, for it (`coverage` tells which). */
export type ProductRow = {
  /** As written, trimmed. */
  sku: string;
  name: string | null;
  family: string | null;
  categories: string[];
  enabled: boolean | null;
  parent: string | null;
  groups: string[];
  /** By code, codes and values in order. Only values that are there. */
  attributes: Record<string, ProductAttribute[]>;
  associations: { type: string; kind: AssociationKind; targets: string[] }[];
};

/** Numbers, prices and measurements are canonical decimal text, dates ISO text, yes or no a boolean, lists an array. */
export type ProductAttribute = {
  locale?: string;
  channel?: string;
  currency?: string;
  unit?: string;
  value: string | boolean | string[];
};

/** Takes a cell's value into the draft, or says what is wrong with it. */
export type CellReader = (draft: Draft, cell: string) => void;

/** What has been read of a row so far. */
export class Draft {
  readonly issues: RowIssue[] = [];
  readonly fields: Omit<ProductRow, "attributes" | "associations"> = {
    sku: "",
    name: null,
    family: null,
    categories: [],
    enabled: null,
    parent: null,
    groups: [],
  };
  readonly cells: readonly string[];
  // Maps, because codes come from files and may be names of Object's own.
  private readonly attributes = new Map<string, ProductAttribute[]>();
  private readonly associations: ProductRow["associations"] = [];

  constructor(cells: readonly string[]) {
    this.cells = cells;
  }

  refuse(column: string, value: string, code: IssueCode, message: string): void {
    this.issues.push({ column, value: cut(value), code, message, severity: "refused" });
  }

  doubt(column: string, value: string, code: IssueCode, message: string): void {
    this.issues.push({ column, value: cut(value), code, message, severity: "doubtful" });
  }

  attribute(code: string, value: ProductAttribute): void {
    const values = this.attributes.get(code);
    if (values) values.push(value);
    else this.attributes.set(code, [value]);
  }

  associate(type: string, kind: AssociationKind, targets: string[]): void {
    if (targets.length > 0) this.associations.push({ type, kind, targets });
  }

  product(): ProductRow {
    const attributes = [...this.attributes].toSorted(([a], [b]) => compare(a, b));
    for (const [, values] of attributes)
      if (values.length > 1) values.sort((a, b) => compare(placeOf(a), placeOf(b)));
    const associations = this.associations.toSorted((a, b) =>
      compare(`${a.type} ${a.kind}`, `${b.type} ${b.kind}`),
    );
    return { ...this.fields, attributes: Object.fromEntries(attributes), associations };
  }
}

const SHOWN_CHARS = 200;

function cut(value: string): string {
  return value.length <= SHOWN_CHARS ? value : value.slice(0, SHOWN_CHARS).toWellFormed();
}

function placeOf({ locale = "", channel = "", currency = "" }: ProductAttribute): string {
  return `${locale} ${channel} ${currency}`;
}

/** By code unit: the order must not depend on a locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
