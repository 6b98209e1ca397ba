import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Person } from "./person.ts";

export type Upload = {
  domainId: string;
  name: string;
  body: Buffer;
  /** Called when so many bytes have gone; it may stop the rest by not coming back. */
  onSent?: (bytes: number) => Promise<void>;
};

const PART = 256 * 1024;

/** Uploads a file as a browser without scripts does: a form with fields and the file behind them, streamed. */
export async function upload(person: Person, { domainId, name, body, onSent }: Upload) {
  const boundary = "----fault-7MA4YWxkTrZu0gW";
  const head = [
    `--${boundary}\r\ncontent-disposition: form-data; name="domain"\r\n\r\n${domainId}\r\n`,
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`,
  ].join("");
  async function* parts() {
    yield Buffer.from(head);
    for (let at = 0; at < body.length; at += PART) {
      yield body.subarray(at, at + PART);
      await onSent?.(Math.min(body.length, at + PART));
    }
    yield Buffer.from(`\r\n--${boundary}--\r\n`);
  }
  const answer = await person.request("/api/uploads", {
    method: "POST",
    // On a connection of its own: while a large file is made up here, the server ends one that is idle.
    headers: { connection: "close", "content-type": `multipart/form-data; boundary=${boundary}` },
    body: Readable.toWeb(
      Readable.from(parts(), { objectMode: false }),
    ) as unknown as ReadableStream,
    duplex: "half",
  });
  const text = await answer.text();
  return { status: answer.status, text, draftId: /"draftId":"([0-9a-f-]{36})"/.exec(text)?.[1] };
}

/** A product file of about so many bytes that the import takes. */
export function productFile(bytes: number, prefix = "item"): Buffer {
  const rows = ["sku,name,description"];
  let length = rows[0]?.length ?? 0;
  for (let row = 0; length < bytes; row += 1) {
    const line = `${prefix}-${row},Product ${row},${"words about it ".repeat(20)}`;
    rows.push(line);
    length += line.length + 1;
  }
  return Buffer.from(`${rows.join("\n")}\n`);
}

/** Starts the import of an uploaded file, as the wizard's last button does. */
export const launch = (person: Person, draftId: string) =>
  person.act(
    "app/(console)/imports/[draftId]/actions.ts#submitMapping",
    { draftId, go: "import" },
    `/imports/${draftId}`,
  );

/** Long enough that bytes which were sent have arrived. */
export const arrive = () => sleep(300);
