import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import { Person } from "#e2e/faults/person.ts";
import { hashPassword } from "#lib/people/hash-password.ts";
import type { Bench } from "../bench.ts";
import { inDatabase, type Addresses } from "./grounds.ts";
import { findPlaces, loadPersons, type Places } from "./persons.ts";
import type { Ask } from "./reader.ts";

/** Addresses of pages as a browser asks for them. */
const PAGES: Record<string, (places: Places) => string> = {
  tracker: () => "/process-tracker",
  "tracker, page 1,000": ({ deep }) => `/process-tracker?before=${deep.everything}`,
  "tracker, failed": () => "/process-tracker?status=failed",
  "tracker, imports": () => "/process-tracker?type=product-import",
  "tracker, a common word": () => "/process-tracker?q=products",
  "a failed run": ({ failed }) => `/process-tracker/${failed}`,
  "a run with 50,000 issues": ({ large }) => `/process-tracker/${large}`,
  "its log of 100,000 lines": ({ large }) => `/process-tracker/${large}/log?view=page`,
  dashboard: () => "/",
  "scheduled jobs": () => "/scheduled-jobs",
  upcoming: () => "/scheduled-jobs/upcoming",
  notices: () => "/notices",
};

export const pageNames = Object.keys(PAGES);

/** A web process over one database, without a worker whose work would be measured too, and the system administrator who visits it. */
export class Visitor {
  readonly #person: Person;
  readonly #places: Places;

  static async open(bench: Bench, addresses: Addresses, url: string): Promise<Visitor> {
    const { places, email, password } = await inDatabase(addresses, "web", prepare);
    await bench.startWebAlone(url, addresses);
    return new Visitor(await Person.signIn(url, email, password), places);
  }

  constructor(person: Person, places: Places) {
    this.#person = person;
    this.#places = places;
  }

  /** Milliseconds from asking to the last byte, of each of `count` whole pages; one more before them is not counted. */
  async read({ name, count }: Ask): Promise<number[]> {
    const path = PAGES[name]?.(this.#places);
    if (!path) throw new Error(`There is no page ${name}.`);
    const all: number[] = [];
    for (let times = 0; times <= count; times += 1) {
      const beganMs = performance.now();
      const answer = await this.#person.request(path);
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}.`);
      all.push(performance.now() - beganMs);
    }
    return all.slice(1);
  }
}

/** Where to look, and an account to look with. */
async function prepare(owner: postgres.Sql) {
  const viewers = await loadPersons();
  const userId = viewers.everything.userId as string;
  const password = randomBytes(12).toString("hex");
  await owner`insert into passwords (user_id, hash) values (${userId}, ${await hashPassword(password)})`;
  const [row] = await owner<{ email: string }[]>`select email from users where id = ${userId}`;
  return { places: await findPlaces(owner, viewers), email: row?.email as string, password };
}
