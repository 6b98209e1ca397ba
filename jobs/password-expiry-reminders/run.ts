import { JobError, type Run, type RunContext, type StepContext } from "#lib/job-types/define.ts";
import { countPasswords } from "#lib/reminders/password-ages.ts";
import { type Found, remindPart } from "#lib/reminders/remind-part.ts";
import { count, counted } from "#lib/text/numbers.ts";
import type { passwordExpiryReminders } from "./job.ts";

type Context = RunContext<{ maxAgeDays: number; remindDaysBefore: number[] }>;
/** What a checkpoint holds: the last person who was due, and what was found up to there. */
type State = { after: string; sums: Sums };

type Sums = Found["sums"] & { checked: number };

const NAMES = ["soon", "too-old", "reminded", "mails"] as const;
const NOTHING: Sums = { checked: 0, soon: 0, "too-old": 0, reminded: 0, mails: 0 };
const FIRST = "00000000-0000-0000-0000-000000000000";
const PART = 500;

/** Person after person. A mail and the note that it was sent commit together: nobody gets two, however often this is repeated. */
export const run: Run<typeof passwordExpiryReminders> = async (context) => {
  if (context.domainId === null) throw new JobError("domain-gone", "People belong to a domain.");
  const { domainId } = context;
  await context.step("remind", (step) => remindAll(context, step, domainId));
};

async function remindAll(context: Context, step: StepContext, domainId: string): Promise<void> {
  const { parameters, restored, runId, clock } = context;
  const now = await clock.now();
  let last = (restored as State | undefined) ?? (await begin(step, domainId));
  for (let isLast = false; !isLast;) {
    const state = last;
    const input = { ...parameters, domainId, runId, now, after: state.after, limit: PART };
    const next: State = { after: state.after, sums: { ...state.sums } };
    isLast = await step.chunk(next, async (tx) => {
      const part = await remindPart(tx, input);
      note(step, part);
      // The checkpoint is read after its body; how far it has come is only known here.
      next.after = part.last ?? state.after;
      for (const name of NAMES) next.sums[name] = state.sums[name] + part.sums[name];
      return part.last === null;
    });
    last = next;
  }
  tell(context, last.sums);
}

async function begin(step: StepContext, domainId: string): Promise<State> {
  const state: State = { after: FIRST, sums: { ...NOTHING } };
  await step.chunk(state, async (tx) => {
    state.sums.checked = await countPasswords(tx, domainId);
    step.tally("checked", state.sums.checked);
    step.tick(state.sums.checked);
  });
  return state;
}

function note(step: StepContext, { sums, tooOld }: Found): void {
  for (const name of NAMES) step.tally(name, sums[name]);
  for (const { email, daysLeft } of tooOld) {
    const since = daysLeft === 0 ? "since today" : `for ${counted(-daysLeft, "day")}`;
    const message = `The password of ${email} has been too old ${since}.`;
    step.issue({ severity: "doubtful", code: "password-too-old", message, value: email });
  }
}

function tell({ log }: Context, sums: Sums): void {
  log.info(
    `${counted(sums.checked, "password")} looked at: ${count(sums.soon)} soon too old, ${count(sums["too-old"])} too old`,
  );
  log.info(
    sums.mails === 0
      ? `Nobody to remind; ${count(sums.reminded)} had been before`
      : `${counted(sums.mails, "mail")} put into the outbox; ${count(sums.reminded)} had been reminded before`,
  );
}
