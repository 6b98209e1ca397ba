import { inArray } from "drizzle-orm";
import { users } from "#drizzle/schema/people.ts";
import { read } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { settings } from "../platform/env.ts";

/** Who is in the demo data, with one membership each. No passwords: one is generated and printed by the start command. */
export const DEMO_ACCOUNTS = [
  {
    email: "system@nightshift.example",
    name: "System",
    role: "system-administrator",
    domains: "all",
    sees: "all domains",
  },
  {
    email: "region@nightshift.example",
    name: "Region",
    role: "system-administrator",
    domains: ["alpine.example", "borealis.example"],
    sees: "alpine and borealis",
  },
  {
    email: "admin@alpine.example",
    name: "Alpine admin",
    role: "domain-administrator",
    domains: ["alpine.example"],
    sees: "alpine",
  },
  {
    email: "admin@borealis.example",
    name: "Borealis admin",
    role: "domain-administrator",
    domains: ["borealis.example"],
    sees: "borealis",
  },
  {
    email: "operator@alpine.example",
    name: "Alpine operator",
    role: "operator",
    domains: ["alpine.example"],
    sees: "all runs of alpine",
  },
  {
    email: "member@alpine.example",
    name: "Alpine member",
    role: "member",
    domains: ["alpine.example"],
    sees: "own runs in alpine",
  },
] as const satisfies readonly {
  email: string;
  name: string;
  role: string;
  domains: "all" | string[];
  sees: string;
}[];

export type DemoAccount = { email: string; role: string; sees: string };

/** The demo accounts that exist here, for the sign-in page; none outside of demo data. */
export async function listDemoAccounts(): Promise<DemoAccount[]> {
  if (settings().NIGHTSHIFT_DEMO === "0" || settings().PUBLIC_URL?.startsWith("https:")) return [];
  const emails = DEMO_ACCOUNTS.map((account) => account.email);
  const found = await read(systemViewer(), (tx) =>
    tx.select({ email: users.email }).from(users).where(inArray(users.email, emails)),
  );
  const known = new Set(found.map((user) => user.email));
  return DEMO_ACCOUNTS.filter((account) => known.has(account.email)).map(
    ({ email, role, sees }) => ({ email, role, sees }),
  );
}
