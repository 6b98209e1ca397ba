import { hash, verify } from "@node-rs/argon2";
import { Refusal } from "../text/refusal.ts";

/** OWASP Password Storage Cheat Sheet: argon2id with at least 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Characters; a new one must not be longer. */
export const PASSWORD_MAX = 128;

/** Two at a time: more would let sign-ins starve every other page of CPU and memory. */
const AT_ONCE = 2;
const QUEUE_LENGTH = 20;

/** A PHC string. Throws Refusal `too-many` when more than twenty wait. */
export const hashPassword = (password: string) =>
  inTurn(() => hash(password.normalize("NFC"), COST));

/**
 * Whether the password belongs to the hash. Takes the same time for a right and a wrong one. What is too long to be anybody's is
 * hashed up to its limit, for the time, and refused: cut to its beginning it would pass for a shorter one.
 */
export async function verifyPassword(phc: string, password: string): Promise<boolean> {
  const read = password.slice(0, PASSWORD_MAX);
  const isRight = await inTurn(() => verify(phc, read.normalize("NFC")));
  return isRight && read === password;
}

/** Whether a hash was made with older parameters and should be made anew at the next sign-in. */
export const isOutdated = (phc: string) =>
  !phc.includes(`m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}`);

let running = 0;
const waiting: Array<() => void> = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= QUEUE_LENGTH)
      throw new Refusal(
        "too-many",
        "Too many people sign in at this moment. Try again in a few seconds.",
      );
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
