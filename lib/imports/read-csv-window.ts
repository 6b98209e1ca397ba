import { isUtf8 } from "node:buffer";

/**
 * The bytes that were fed to the parser and belong to no finished record yet. It knows what csv-parse does not tell: a
 * record's bytes, whether they are UTF-8, and its line numbers. Memory: one record and one chunk.
 */
export class ByteWindow {
  /** Offset in the stream of the first byte held. */
  start = 0;
  private held: Buffer = Buffer.alloc(0);
  /** Bytes up to this offset lie in chunks that are not all UTF-8. */
  private suspectUntil = 0;
  /** First bytes of a character that the next chunk completes. */
  private carry: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): void {
    this.held = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    const joined = this.carry.length === 0 ? chunk : Buffer.concat([this.carry, chunk]);
    const cut = joined.length - cutCharacterLength(joined);
    this.carry = Buffer.from(joined.subarray(cut));
    if (!isUtf8(joined.subarray(0, cut))) this.suspectUntil = this.end;
  }

  /** The stream is over: a character that was begun stays incomplete. */
  finish(): void {
    if (this.carry.length > 0) this.suspectUntil = this.end;
  }

  get end(): number {
    return this.start + this.held.length;
  }

  get length(): number {
    return this.held.length;
  }

  /** Takes the bytes up to an offset out of the window. The slice is valid until the chunk is gone. */
  take(until: number): Buffer {
    const bytes = this.held.subarray(0, until - this.start);
    this.held = this.held.subarray(until - this.start);
    this.start = until;
    return bytes;
  }

  /** Whether the bytes that `take` gave last may hold something that is not UTF-8. */
  isSuspect(bytes: Buffer): boolean {
    return this.start - bytes.length < this.suspectUntil && !isUtf8(bytes);
  }

  /** All bytes held. */
  peek(): Buffer {
    return this.held;
  }

  /** Offset in the window of the first such byte, or -1. */
  indexOf(byte: number): number {
    return this.held.indexOf(byte);
  }

  count(byte: number, until = this.held.length): number {
    return countByte(this.held.subarray(0, until), byte);
  }
}

export function countByte(bytes: Buffer, byte: number): number {
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) count += 1;
  return count;
}

/** How many bytes at the end are the beginning of a character that goes on in the next chunk: 0 to 3. */
export function cutCharacterLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}
