import { createHash, randomBytes, randomUUID } from "node:crypto";

/** A uuid of version 7: sorted by time, so that index pages fill one after the other. RFC 9562, section 5.7. */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  // One of version 4 is random in all places but those of version and variant, and Node keeps a stock of them.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** 256 random bits for cookies and tokens, safe in URLs. */
export const newSecret = () => randomBytes(32).toString("base64url");

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
