/**
 * Makes a cell harmless for spreadsheet programs, which run cells that begin like a formula: a leading apostrophe makes it
 * text. The full-width forms count too, because some programs fold them before they look.
 */
export function defuseCell(cell: string): string {
  return DANGEROUS.test(cell) ? `'${cell}` : cell;
}

/** Whether a spreadsheet reads the cell as a plain number, so that a leading sign is no formula. */
export function isPlainNumber(cell: string): boolean {
  return PLAIN_NUMBER.test(cell);
}

const DANGEROUS = /^[=+\-@\t\r\n＝＋－＠]/;
const PLAIN_NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/;
