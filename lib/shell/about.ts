import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settings } from "../platform/env.ts";

/** What the top bar calls this installation: "Production", "Staging", "Demo". */
export const environmentName = () => settings().ENVIRONMENT_NAME;

let read: string | undefined;

/** The version of package.json. */
export function version(): string {
  read ??= (
    JSON.parse(readFileSync(join(process.cwd(), "package.json"), "utf8")) as { version: string }
  ).version;
  return read;
}
