import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { pipeline } from "node:stream";
import { FORMAT, END_OF_TABLE, type ArchiveHead } from "./archive-lines.ts";

const NEWLINE = 10;
/** A head is some kB; more is no head. */
const LINE_MAX = 16 * 1024 * 1024;

/** Reads an archive from its beginning to its end: the head, then table after table. */
export class ArchiveReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(path: string, signal?: AbortSignal) {
    const bytes = createReadStream(path, { signal });
    // Errors of either come out where it is read.
    const text = pipeline(bytes, createGunzip(), () => undefined);
    this.#chunks = text[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Throws when the file is none of ours. */
  async head(): Promise<ArchiveHead> {
    const head = (await this.#json()) as Partial<ArchiveHead> | undefined;
    if (head?.format !== FORMAT || head.version !== 1)
      throw new Error("This is no archive of a kind that this version knows.");
    return head as ArchiveHead;
  }

  /** The name of the next table, whose rows are to be read next; undefined at the end. Throws when the file was cut off. */
  async table(): Promise<string | undefined> {
    const line = (await this.#json()) as { table?: string; end?: boolean } | undefined;
    if (line?.end) return await this.#finish();
    if (line?.table === undefined) throw new Error("The archive ends in its middle.");
    return line.table;
  }

  /** The rows of the table just named, as COPY takes them. To be read to the end. */
  async *rows(): AsyncGenerator<Buffer> {
    let isLineBegin = true;
    for (;;) {
      const end = this.#endOfTable(isLineBegin);
      if (end >= 0) {
        if (end > 0) yield this.#take(end);
        this.#take(END_OF_TABLE.length);
        return;
      }
      // The end may lie across two chunks: what could be its beginning stays.
      const whole = this.#rest.length - END_OF_TABLE.length;
      if (whole > 0) {
        const piece = this.#take(whole);
        isLineBegin = piece.at(-1) === NEWLINE;
        yield piece;
      }
      if (!(await this.#more())) throw new Error("The archive ends in its middle.");
    }
  }

  #endOfTable(isLineBegin: boolean): number {
    if (isLineBegin && this.#rest.subarray(0, END_OF_TABLE.length).equals(END_OF_TABLE)) return 0;
    const at = this.#rest.indexOf("\n\\.\n");
    return at < 0 ? -1 : at + 1;
  }

  async #json(): Promise<unknown> {
    for (;;) {
      const at = this.#rest.indexOf(NEWLINE);
      if (at >= 0) return JSON.parse(this.#take(at + 1).toString("utf8"));
      if (this.#rest.length > LINE_MAX || !(await this.#more())) return undefined;
    }
  }

  /** The check sum stands behind the last line. */
  async #finish(): Promise<undefined> {
    while (await this.#more()) this.#rest = Buffer.alloc(0);
    return undefined;
  }

  #take(length: number): Buffer {
    const piece = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return piece;
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done) return false;
    this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    return true;
  }
}
