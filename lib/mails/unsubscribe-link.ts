import { createHmac, timingSafeEqual } from "node:crypto";
import { authSecret, publicUrl } from "../platform/env.ts";

export type UnsubscribeLink = { to: string; job: string; sign: string };

/** The query of a personal link; null while nobody outside could reach it. */
export function unsubscribeQuery(to: string, job: string): string | null {
  const { hostname } = new URL(publicUrl());
  if (["localhost", "127.0.0.1", "[::1]"].includes(hostname)) return null;
  return signedQuery(to, job);
}

/** The same whatever the console's address is. */
export const signedQuery = (to: string, job: string): string =>
  new URLSearchParams({ to, job, sign: signatureOf(to, job) }).toString();

/** Whether the link is one of ours, for exactly this recipient and this job. */
export function isOurLink({ to, job, sign }: UnsubscribeLink): boolean {
  const right = Buffer.from(signatureOf(to, job));
  const given = Buffer.from(sign);
  return right.length === given.length && timingSafeEqual(right, given);
}

const signatureOf = (to: string, job: string) =>
  createHmac("sha256", authSecret())
    .update(`unsubscribe\n${to.toLowerCase()}\n${job}`)
    .digest("base64url");
