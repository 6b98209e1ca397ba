import { queueMail } from "../mails/queue.ts";
import type { Tx } from "../platform/db.ts";
import { BECAUSE, composeReminder } from "./compose.ts";
import { noteSent } from "./note-sent.ts";
import { passwordAges, type AgesInput, type PasswordAge } from "./password-ages.ts";
import { thresholdOf } from "./threshold.ts";

export type RemindInput = Omit<AgesInput, "withinDays"> & {
  remindDaysBefore: number[];
  runId: number;
  now: Date;
};

export type Found = {
  /** `soon` and `too-old` are people whose reminder is due; each is either mailed or had been reminded before. */
  sums: Record<"soon" | "too-old" | "reminded" | "mails", number>;
  /** Members of the domain whose password is too old. */
  tooOld: PasswordAge[];
  /** The last person looked at; null where none is left. */
  last: string | null;
};

type Due = { person: PasswordAge; daysBefore: number };

/** Looks at the next people and puts the reminders that are due into the outbox, in the caller's transaction. */
export async function remindPart(tx: Tx, input: RemindInput): Promise<Found> {
  const people = await passwordAges(tx, {
    ...input,
    withinDays: Math.max(...input.remindDaysBefore),
  });
  const due = people.flatMap((person): Due[] => {
    const daysBefore = thresholdOf(person.daysLeft, input.remindDaysBefore);
    return daysBefore === undefined ? [] : [{ person, daysBefore }];
  });
  const notes = due.map(({ person: { userId, changedAt }, daysBefore }) => {
    return { userId, changedAt, daysBefore };
  });
  const fresh = await noteSent(tx, notes);
  for (const { person } of due) if (fresh.has(person.userId)) await remind(tx, person, input);
  const isOver = ({ daysLeft }: PasswordAge) => daysLeft <= 0;
  const over = due.filter(({ person }) => isOver(person)).length;
  return {
    sums: {
      soon: due.length - over,
      "too-old": over,
      reminded: due.length - fresh.size,
      mails: fresh.size,
    },
    tooOld: people.filter((person) => person.isOwn && isOver(person)),
    last: people.length < input.limit ? null : (people.at(-1)?.userId ?? null),
  };
}

async function remind(tx: Tx, person: PasswordAge, input: RemindInput): Promise<void> {
  await queueMail(tx, {
    kind: "reminder",
    recipient: person.email,
    because: BECAUSE,
    domainId: input.domainId,
    runId: input.runId,
    content: composeReminder(person, input.maxAgeDays, input.now),
  });
}
