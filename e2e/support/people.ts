import { expect, type APIRequestContext, type Page } from "@playwright/test";
import { people, type Person } from "./persons.ts";
import { server } from "./server.ts";

export { people, type Person };

/** Signs a page in, past the form (which has its own test), and opens `path`. */
export async function signIn(page: Page, person: Person, path = "/"): Promise<void> {
  await signInRequest(page.request, person);
  await page.goto(path);
}

/** Gives a request context a session, through next-auth's own endpoint. */
export async function signInRequest(request: APIRequestContext, person: Person): Promise<void> {
  const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as {
    csrfToken: string;
  };
  const answer = await request.post("/api/auth/callback/credentials", {
    headers: { origin: new URL(server.url).origin },
    form: { csrfToken, email: people[person], password: server.password, json: "true" },
  });
  expect(answer.ok(), `signing in ${person}: ${answer.status()} ${await answer.text()}`).toBe(true);
}
