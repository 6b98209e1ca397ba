import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import { invalid } from "#lib/text/refusal.ts";

/** A file on its way in. `bytes` ends with an error when the sender's connection ends before the file does. */
export type IncomingFile = {
  name: string;
  bytes: AsyncIterable<Uint8Array>;
  /** As announced; undefined where the form around it makes it unknowable. */
  expectedBytes: number | undefined;
  fields: Record<string, string>;
};

/**
 * Takes a file out of a request without holding it: the body itself with `?name=…&domain=…`, as our page sends it, or an
 * ordinary form, as browsers send it without scripts. A form's fields must stand before its file.
 */
export async function incomingFile(request: Request): Promise<IncomingFile> {
  if (!request.body) throw invalid("No file came with this request.");
  const source = Readable.fromWeb(request.body as ReadableStream);
  const type = request.headers.get("content-type") ?? "";
  return /^multipart\/form-data/i.test(type)
    ? await fromForm(source, type)
    : plain(request, source);
}

function plain(request: Request, source: Readable): IncomingFile {
  const fields = Object.fromEntries(new URL(request.url).searchParams);
  const length = request.headers.get("content-length");
  const expectedBytes = length === null ? undefined : Number(length);
  return { name: fields["name"] ?? "", bytes: source, expectedBytes, fields };
}

/** Longest text that a field may hold; ours hold a domain's id or the number of a run. */
const FIELD_BYTES = 1_000;

function fromForm(source: Readable, contentType: string): Promise<IncomingFile> {
  return new Promise((resolve, reject) => {
    const limits = { files: 1, fields: 8, fieldSize: FIELD_BYTES, fieldNameSize: 100 };
    const form = new Busboy({ headers: { "content-type": contentType }, limits });
    const fields: Record<string, string> = Object.create(null);
    const finished = pipeline(source, form);
    form.on("field", (name, value) => (fields[name] = value));
    form.on("file", (_field, file, name) => {
      // Whoever reads must hear of it when the form breaks off; the pipeline alone would leave him waiting.
      finished.catch((error) => file.destroy(error));
      resolve({ name: name ?? "", bytes: whole(file, finished), expectedBytes: undefined, fields });
    });
    const missing = () => reject(invalid("Choose a file first.", { file: "Choose a file first." }));
    finished.then(missing, (error) =>
      reject(invalid("The form could not be read.", { file: String(error) })),
    );
  });
}

/** A file is whole when the form around it was closed. */
async function* whole(file: Readable, finished: Promise<void>): AsyncGenerator<Uint8Array> {
  yield* file;
  await finished;
}
