import { Agent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { people, type Person } from "../support/persons.ts";
import { server } from "../support/server.ts";

export type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

export type Ask = {
  method?: string;
  /** Sent as it is: dots, slashes and encodings stay. */
  path: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  /** Where it goes; the console under test where none is given. */
  base?: string;
};

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** One request, exactly as written; redirects are not followed. */
export function ask({
  method = "GET",
  path,
  headers = {},
  body,
  base = server.url,
}: Ask): Promise<Answer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ agent, hostname, port, method, path, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(parts).toString("utf8"),
        }),
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** `name=value` of each Set-Cookie line, as a browser would send them back. */
export const cookieOf = (answer: Answer): string =>
  (answer.headers["set-cookie"] ?? []).map((line) => line.split(";")[0]).join("; ");

export type Account = { email: string; password: string; address?: string; base?: string };

/** Signs in through the sign-in endpoint and answers the cookie header of the session; throws when it was refused. */
export async function signedIn({
  email,
  password,
  address,
  base = server.url,
}: Account): Promise<string> {
  const csrf = await ask({ base, path: "/api/auth/csrf" });
  const { csrfToken } = JSON.parse(csrf.body) as { csrfToken: string };
  const form = new URLSearchParams({ csrfToken, email, password, json: "true" });
  const answer = await ask({
    base,
    method: "POST",
    path: "/api/auth/callback/credentials",
    headers: {
      origin: new URL(base).origin,
      cookie: cookieOf(csrf),
      "content-type": "application/x-www-form-urlencoded",
      ...(address ? { "x-forwarded-for": address } : {}),
    },
    body: form.toString(),
  });
  const session = cookieOf(answer)
    .split("; ")
    .find((pair) => pair.includes("nightshift.session="));
  if (!session) throw new Error(`Signing in ${email}: ${answer.status} ${answer.body}`);
  return session;
}

/** The same for one of the demo's accounts. */
export const signedInAs = (person: Person, at: { url: string; password: string } = server) =>
  signedIn({ email: people[person], password: at.password, base: at.url });

export type ActionCall = {
  /** The captured id. */
  id: string;
  fields: Record<string, string>;
  cookie?: string;
  headers?: Record<string, string>;
  page?: string;
  base?: string;
};

const BOUNDARY = "----nightshift-call";

/** Calls an action as React does: the state before it and the form, without the page. */
export function callAction(call: ActionCall): Promise<Answer> {
  const { id, fields, cookie, base = server.url, page = "/process-tracker" } = call;
  // As React sends it: the form's entries, then what refers to them.
  const parts = [
    ...Object.entries(fields).map(([name, value]) => [`_1_${name}`, value]),
    ["0", '["$undefined","$K1"]'],
  ].map(
    ([name, value]) =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return ask({
    base,
    method: "POST",
    path: page,
    headers: {
      "next-action": id,
      accept: "text/x-component",
      "content-type": `multipart/form-data; boundary=${BOUNDARY}`,
      ...(cookie ? { cookie } : {}),
      ...(call.headers ?? { origin: new URL(base).origin }),
    },
    body: `${parts.join("")}--${BOUNDARY}--\r\n`,
  });
}
