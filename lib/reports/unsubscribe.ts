import { createHmac, timingSafeEqual } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { reportOptOuts } from "#drizzle/schema/mail.ts";
import { write } from "../access/transact.ts";
import { systemViewer } from "../access/viewer.ts";
import { recordAudit } from "../audit/record.ts";
import { appNow } from "../platform/clock.ts";
import type { Tx } from "../platform/db.ts";
import { authSecret, publicUrl } from "../platform/env.ts";
import { notFound } from "../text/refusal.ts";

/** Which reports a recipient no longer wants: a schedule's, or one job type's in one domain. */
export const jobOf = (run: {
  scheduleId: string | null;
  jobType: string;
  domainId: string | null;
}) => run.scheduleId ?? `${run.jobType}:${run.domainId ?? "installation"}`;

export type UnsubscribeInput = { to: string; job: string; sign: string };

/** The query of a personal link; null while nobody outside could reach it. */
export function unsubscribeQuery(to: string, job: string): string | null {
  const { hostname } = new URL(publicUrl());
  if (["localhost", "127.0.0.1", "[::1]"].includes(hostname)) return null;
  return new URLSearchParams({ to, job, sign: signatureOf(to, job) }).toString();
}

/** Whether the link is one of ours, for exactly this recipient and this job. */
export function isOurLink({ to, job, sign }: UnsubscribeInput): boolean {
  const right = Buffer.from(signatureOf(to, job));
  const given = Buffer.from(sign);
  return right.length === given.length && timingSafeEqual(right, given);
}

/**
 * Takes this recipient off this job's reports; a second time changes nothing. The signature is the authority: who clicks in a mail is not
 * signed in. Throws Refusal `not-found` for a link that is not ours.
 */
export async function unsubscribe(input: UnsubscribeInput): Promise<void> {
  if (!isOurLink(input)) throw notFound("This link");
  const actor = { ...systemViewer("unsubscribe link"), email: input.to };
  await write(actor, async (tx) => {
    const added = await tx
      .insert(reportOptOuts)
      .values({ recipient: input.to.toLowerCase(), job: input.job, createdAt: appNow })
      .onConflictDoNothing()
      .returning({ job: reportOptOuts.job });
    if (added.length === 0) return;
    const entry = { action: "report.unsubscribe", objectType: "recipient", objectId: input.to };
    await recordAudit(tx, actor, { ...entry, domainId: null, after: { job: input.job } });
  });
}

/** Whether a recipient has taken himself off. */
export async function isOptedOut(tx: Tx, to: string, job: string): Promise<boolean> {
  const [row] = await tx
    .select({ one: sql`1` })
    .from(reportOptOuts)
    .where(and(eq(reportOptOuts.recipient, to.toLowerCase()), eq(reportOptOuts.job, job)));
  return row !== undefined;
}

const signatureOf = (to: string, job: string) =>
  createHmac("sha256", authSecret())
    .update(`unsubscribe\n${to.toLowerCase()}\n${job}`)
    .digest("base64url");
