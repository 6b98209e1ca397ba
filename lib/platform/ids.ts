import { createHash, randomBytes, randomFillSync } from "node:crypto";

/** A uuid of version 7: sorted by time, so that index pages fill one after the other. RFC 9562, section 5.7. */
export function newId(): string {
  const bytes = new Uint8Array(16);
  randomFillSync(bytes);
  const view = new DataView(bytes.buffer);
  const now = Date.now();
  view.setUint32(0, Math.floor(now / 0x10000));
  view.setUint16(4, now % 0x10000);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70);
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  const hex = Buffer.from(bytes).toString("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}

/** 256 random bits for cookies and tokens, safe in URLs. */
export const newSecret = () => randomBytes(32).toString("base64url");

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
