import SMTPConnection from "nodemailer/lib/smtp-connection";
import { clean, mailConnection } from "./mail.ts";

/** One phase of reaching the mail server, in a sentence. */
export type Phase = { ok: boolean; sentence: string };

type Fault = Error & { code?: string; response?: string };

/** Connects, encrypts where the server can, and signs in where an account is set; stops at the first phase that fails. */
export async function probeMailServer(): Promise<Phase[]> {
  const { auth, ...options } = mailConnection();
  const place = `${options.host}:${options.port}`;
  const connection = new SMTPConnection(options);
  try {
    const refused = await outcome((done) => {
      connection.once("error", done);
      connection.connect(done);
    });
    if (refused?.code === "ETLS")
      return [good(`Connected to ${place}.`), bad("Encryption failed", refused)];
    if (refused) return [bad(`${place} can't be reached`, refused)];
    const open = [good(`Connected to ${place}.`), good(encryption(connection.secure))];
    if (!auth) return [...open, good("No account is set, so nobody signs in.")];
    const stranger = await outcome((done) => connection.login(auth, done));
    if (stranger) return [...open, bad(`Signing in as ${auth.user} was refused`, stranger)];
    return [...open, good(`Signed in as ${auth.user}.`)];
  } finally {
    connection.close();
  }
}

const outcome = (act: (done: (error?: Fault | null) => void) => void) =>
  new Promise<Fault | undefined>((resolve) => {
    act((error) => resolve(error ?? undefined));
  });

const encryption = (isSecure: boolean) =>
  isSecure ? "Encrypted with TLS." : "Not encrypted: the server offers no TLS.";

const good = (sentence: string): Phase => ({ ok: true, sentence });

const bad = (what: string, { response, message }: Fault): Phase => ({
  ok: false,
  sentence: `${what}: ${clean(response ?? message)}`,
});
