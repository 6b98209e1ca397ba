import { PassThrough } from "node:stream";
import { createTransport, type Transporter } from "nodemailer";
import { settings } from "./env.ts";

export type Letter = {
  from: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  headers: Record<string, string>;
  attachments: Array<{ filename: string; content: Buffer }>;
};

/**
 * What became of a try. `later`: the server or the way to it is not well, worth another try. `never`: it said no for good.
 * `unknown`: the words were handed over and no answer came; it may have been delivered.
 */
export type Delivery =
  | { outcome: "sent"; answer: string }
  | { outcome: "later" | "never" | "unknown"; answer: string };

/** Whether a mail server is set; without one mails are held. */
export const hasMailServer = () => Boolean(settings().SMTP_URL);

/** The sender's address: MAIL_FROM, else nightshift@ the server's host. */
export function senderAddress(): string {
  const { MAIL_FROM, SMTP_URL } = settings();
  if (MAIL_FROM) return MAIL_FROM;
  return `nightshift@${SMTP_URL ? new URL(SMTP_URL).hostname : "localhost"}`;
}

/** Hands one letter to the server, to one recipient. Never throws for what a server does. */
export async function deliver(letter: Letter): Promise<Delivery> {
  const transport = open();
  const words = watchWords(transport);
  try {
    const answer = await transport.sendMail({
      ...letter,
      envelope: { from: letter.from.address, to: [letter.to] },
    });
    return { outcome: "sent", answer: clean(answer.response ?? "accepted") };
  } catch (error) {
    return judge(error as SmtpError, words.handedOver);
  } finally {
    transport.close();
  }
}

/** nodemailer says of a lost connection not how far it had come; the words are read only after the server asked for them. */
function watchWords(transport: Transporter): { handedOver: boolean } {
  const words = { handedOver: false };
  transport.use("stream", (mail, done) => {
    const meter = new PassThrough();
    meter.once("end", () => {
      words.handedOver = true;
    });
    mail.message.transform(meter);
    done();
  });
  return words;
}

type SmtpError = Error & { responseCode?: number; response?: string };

/** 5xx is final (RFC 5321, 4.2.1); silence after the words were sent is unknown; everything else is worth another try. */
function judge(error: SmtpError, handedOver: boolean): Delivery {
  const answer = clean(error.response ?? error.message);
  if (error.responseCode && error.responseCode >= 500) return { outcome: "never", answer };
  if (!error.responseCode && handedOver) return { outcome: "unknown", answer };
  return { outcome: "later", answer };
}

/** The letter as it goes over the wire, for a download. */
export async function rawLetter(letter: Letter): Promise<Buffer> {
  const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail({
    ...letter,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return message as Buffer;
}

/** What a server says, in one line; some say the account's password again, which people and the database are not to read. */
export function clean(answer: string): string {
  const found = spellingsOfPassword().reduce(
    (text, secret) => text.replaceAll(secret, MASK),
    answer,
  );
  return found.replaceAll(/\s+/g, " ").slice(0, 500);
}

const MASK = "••••••";

/** The password as it is, as it stands in an address, and as AUTH PLAIN and AUTH LOGIN send it. The longest come first. */
function spellingsOfPassword(): string[] {
  const { username, password } = new URL(settings().SMTP_URL ?? "smtp://localhost");
  if (!password) return [];
  const [user, plain] = [decodeURIComponent(username), decodeURIComponent(password)];
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  return [base64(`\0${user}\0${plain}`), base64(plain), password, plain].toSorted(
    (a, b) => b.length - a.length,
  );
}

const open = (): Transporter => createTransport(mailConnection());

/** How the server is reached. Throws when none is set. */
export function mailConnection() {
  const url = settings().SMTP_URL;
  if (!url) throw new Error("No mail server is set.");
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === "smtps:";
  return {
    host: hostname,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    ...(username
      ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }
      : {}),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: settings().SMTP_TIMEOUT_SECONDS * 1000,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
