import { SMTPServer } from "smtp-server";
import type { AddressInfo } from "node:net";

/** What the server does with a mail to this recipient: accept, or answer an SMTP code, or say nothing after the words. */
export type Manner = "accept" | "silent" | { code: number; text: string };

export type Received = { to: string; raw: string };

export type MailServer = {
  url: string;
  received: Received[];
  /** By recipient; everybody else is accepted. */
  manners: Map<string, Manner>;
  close(): Promise<void>;
};

/** A real SMTP server on 127.0.0.1 that does as it is told. */
export async function startMailServer(port = 0): Promise<MailServer> {
  const received: Received[] = [];
  const manners = new Map<string, Manner>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    closeTimeout: 200,
    onRcptTo({ address }, _session, done) {
      const manner = manners.get(address);
      if (typeof manner === "object")
        done(Object.assign(new Error(manner.text), { responseCode: manner.code }));
      else done();
    },
    onData(stream, session, done) {
      const to = session.envelope.rcptTo[0]?.address ?? "";
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        received.push({ to, raw: Buffer.concat(parts).toString("utf8") });
        if (manners.get(to) !== "silent") done();
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const { port: bound } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${bound}`,
    received,
    manners,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
