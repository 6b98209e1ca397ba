import { eq } from "drizzle-orm";
import { files } from "#drizzle/schema/data.ts";
import { lockHeld, writeAsRun, type Claim } from "./fence.ts";

/** Keeps what was found out about the run's input file: `rows`, the number that pages show with it. Throws `ClaimLost`. */
export async function keepInputFacts(run: Claim, facts: Record<string, unknown>): Promise<void> {
  await writeAsRun(run, async (tx) => {
    const { inputFileId } = await lockHeld(tx, run);
    if (inputFileId && typeof facts.rows === "number") {
      await tx.update(files).set({ rowCount: facts.rows }).where(eq(files.id, inputFileId));
    }
  });
}
