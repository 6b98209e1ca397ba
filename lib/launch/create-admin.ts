import { createInterface } from "node:readline/promises";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { createUser } from "../people/create-user.ts";
import { hashPassword } from "../people/hash-password.ts";
import { Email, NewPassword } from "../people/password-input.ts";
import { closeDatabase } from "../platform/db.ts";

/**
 * `npm run create-admin -- <e-mail> <name>`: creates a system administrator of all domains. The password comes from
 * ADMIN_PASSWORD or is asked for.
 */
async function createAdmin([email, ...name]: string[]): Promise<string> {
  const address = Email.safeParse(email);
  if (!address.success)
    throw new Error('Say whom: npm run create-admin -- person@company.example "Name"');
  const password = NewPassword.safeParse(process.env.ADMIN_PASSWORD ?? (await ask("Password: ")));
  if (!password.success) throw new Error(password.error.issues[0]?.message);
  const passwordHash = await hashPassword(password.data);
  const actor = systemViewer("create-admin");
  const input = {
    email: address.data,
    name: name.join(" ") || address.data,
    passwordHash,
    timeZone: "UTC",
  };
  await write(actor, (tx) =>
    createUser(tx, actor, { ...input, role: "system-administrator", domains: "all" }),
  );
  return address.data;
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(question);
  terminal.close();
  return answer;
}

try {
  console.log(`${await createAdmin(process.argv.slice(2))} is a system administrator now.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
