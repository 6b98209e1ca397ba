import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Fields = Record<string, string>;

/** What a server action answered: its status, the words of a refusal, and where the page is led to. */
export type Acted = { status: number; ok: boolean; message: string; leadsTo: string | undefined };

const root = join(import.meta.dirname, "../..");

/** Somebody at a browser, as far as a server can tell: a session's cookie and requests over HTTP. */
export class Person {
  readonly url: string;
  readonly cookie: string;

  constructor(url: string, cookie: string) {
    this.url = url;
    this.cookie = cookie;
  }

  /** Signs in through next-auth's own endpoint. */
  static async signIn(url: string, email: string, password: string): Promise<Person> {
    const asked = await fetch(`${url}/api/auth/csrf`);
    const { csrfToken } = (await asked.json()) as { csrfToken: string };
    const answer = await fetch(`${url}/api/auth/callback/credentials`, {
      method: "POST",
      headers: { origin: url, cookie: cookieOf(asked) },
      body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
      redirect: "manual",
    });
    const session = cookieOf(answer);
    if (!session.includes("session"))
      throw new Error(`Signing in: ${answer.status} ${await answer.text()}`);
    return new Person(url, session);
  }

  /** The same session at another web process. */
  at(url: string): Person {
    return new Person(url, this.cookie);
  }

  request(path: string, init: RequestInit & { duplex?: "half" } = {}): Promise<Response> {
    const headers = { cookie: this.cookie, origin: this.url, ...(init.headers as Fields) };
    return fetch(this.url + path, { redirect: "manual", ...init, headers });
  }

  /** Calls a server action as React would. `name` is its file and export: "app/…/actions.ts#stop"; `path` the page with its button. */
  async act(
    name: string,
    fields: Fields,
    path = "/process-tracker",
    init: RequestInit = {},
  ): Promise<Acted> {
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.set(`_1_${field}`, value);
    form.set("0", '["$undefined","$K1"]');
    const answer = await this.request(path, {
      ...init,
      method: "POST",
      headers: { "next-action": actionId(name), accept: "text/x-component" },
      body: form,
    });
    const text = await answer.text();
    const refusal = /\{"ok":false,"message":("(?:[^"\\]|\\.)*")/.exec(text);
    const message = refusal ? (JSON.parse(refusal[1] as string) as string) : "";
    const leadsTo = answer.headers.get("x-action-redirect")?.split(";")[0];
    return { status: answer.status, ok: answer.ok && text.includes('"ok":true'), message, leadsTo };
  }
}

const cookieOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

type Actions = Record<string, { filename: string; exportedName: string }>;
let known: Actions | undefined;

function actionId(name: string): string {
  const file = join(
    process.env["NEXT_DIST_DIR"] ?? ".next",
    "server/server-reference-manifest.json",
  );
  known ??= (JSON.parse(readFileSync(join(root, file), "utf8")) as { node: Actions }).node;
  const found = Object.entries(known).find(
    ([, { filename, exportedName }]) => `${filename}#${exportedName}` === name,
  );
  if (!found) throw new Error(`The build has no action ${name}.`);
  return found[0];
}
