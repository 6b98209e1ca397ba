import { Readable } from "node:stream";
import { attachment } from "#lib/files/disposition.ts";

export type Download = {
  name: string;
  contentType: string;
  body: AsyncIterable<string | Uint8Array>;
  sizeBytes?: number;
};

/**
 * Bytes of unknown origin as a download: never shown in our origin, whatever they are. The body is read as fast as the
 * browser takes it, and given up when the browser goes.
 */
export function download({ name, contentType, body, sizeBytes }: Download): Response {
  const stream = Readable.toWeb(Readable.from(encoded(body))) as ReadableStream<Uint8Array>;
  return new Response(stream, {
    headers: {
      "content-type": harmless(contentType),
      "content-disposition": attachment(name),
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "private, no-store",
      ...(sizeBytes === undefined ? {} : { "content-length": String(sizeBytes) }),
    },
  });
}

/** What a browser would take for a page, a drawing or a script is bytes to it. */
const harmless = (type: string) =>
  /^(?:text\/(?:csv|plain|tab-separated-values)|application\/(?:zip|gzip|vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet))(?:;|$)/.test(
    type,
  )
    ? type
    : "application/octet-stream";

const ENCODER = new TextEncoder();

async function* encoded(body: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of body) yield typeof piece === "string" ? ENCODER.encode(piece) : piece;
}
