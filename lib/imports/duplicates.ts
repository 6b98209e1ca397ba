import { skuKey } from "../products/sku-key.ts";

/**
 * Remembers which SKUs a file has had, in 12 bytes for each place of a table that doubles: 25 MB for a million rows, 200 MB
 * for eight million. Keys are kept as 64-bit hashes: in five million rows, the odds of taking two SKUs for one are one in a
 * million.
 */
export class DuplicateTracker {
  size = 0;
  private capacity = 1024;
  private high = new Uint32Array(this.capacity);
  private low = new Uint32Array(this.capacity);
  /** Row number; 0 marks a free place. */
  private rows = new Uint32Array(this.capacity);

  /** The row that had this SKU first, or null if this row is the first. @param row 1 or more */
  firstRow(sku: string, row: number): number | null {
    if (this.size * 5 > this.capacity * 3) this.grow();
    const [high, low] = hash(skuKey(sku));
    const at = this.placeOf(high, low);
    const known = this.rows[at]!;
    if (known !== 0) return known;
    this.put(at, high, low, row);
    this.size += 1;
    return null;
  }

  /** What the table takes; while it doubles, half as much again. */
  get bytes(): number {
    return this.high.byteLength + this.low.byteLength + this.rows.byteLength;
  }

  private placeOf(high: number, low: number): number {
    const mask = this.capacity - 1;
    let at = low & mask;
    while (this.rows[at] !== 0 && (this.high[at] !== high || this.low[at] !== low))
      at = (at + 1) & mask;
    return at;
  }

  private put(at: number, high: number, low: number, row: number): void {
    this.high[at] = high;
    this.low[at] = low;
    this.rows[at] = row;
  }

  private grow(): void {
    const { high, low, rows } = this;
    this.capacity *= 2;
    this.high = new Uint32Array(this.capacity);
    this.low = new Uint32Array(this.capacity);
    this.rows = new Uint32Array(this.capacity);
    for (let index = 0; index < rows.length; index++)
      if (rows[index] !== 0)
        this.put(this.placeOf(high[index]!, low[index]!), high[index]!, low[index]!, rows[index]!);
  }
}

/** cyrb53 with both of its halves kept: not for secrets, fast on short text. */
function hash(text: string): [high: number, low: number] {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const char = text.charCodeAt(index);
    a = Math.imul(a ^ char, 2654435761);
    b = Math.imul(b ^ char, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [b >>> 0, a >>> 0];
}
