import { log } from "../platform/log.ts";
import { issueSetupToken, needsSetup } from "./setup.ts";

/** While nobody has an account: writes a new one-time token to the process' log. Never throws; the next start tries again. */
export async function announceSetup(): Promise<void> {
  try {
    if (!(await needsSetup())) return;
    log.info(
      `Nobody has an account yet. Open /setup and use this token: ${await issueSetupToken()}`,
    );
  } catch (error) {
    log.warn({ error: String(error) }, "whether this is the first start could not be found out");
  }
}
