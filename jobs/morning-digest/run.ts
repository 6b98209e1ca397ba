import { becauseOf, composeDigest } from "#lib/digests/compose.ts";
import { digestFacts, type DigestFacts } from "#lib/digests/facts.ts";
import { digestJob, digestReaders } from "#lib/digests/recipients.ts";
import { JobError, type Run, type RunContext, type StepContext } from "#lib/job-types/define.ts";
import { queueMail } from "#lib/mails/queue.ts";
import { counted } from "#lib/text/numbers.ts";
import type { morningDigest } from "./job.ts";

type Context = RunContext<{ hours: number }>;
/** What a checkpoint holds: what was gathered, and the last person who has the mail. */
type State = { facts: DigestFacts; after: string };

/** Gathers once, so that everybody reads the same, then puts a mail for each into the outbox. */
export const run: Run<typeof morningDigest> = async (context) => {
  const domain = context.viewer.domains.find((each) => each.id === context.domainId);
  if (!domain) throw new JobError("domain-gone", "A digest is of a domain.");
  const gathered =
    (await context.step("gather", (step) => gather(context, step, domain.id))) ??
    (context.restored as State);
  const digest = { facts: gathered.facts, domain: domain.name, timeZone: domain.timeZone };
  await context.step("write-mails", (step) =>
    writeMails(context, step, gathered, {
      domainId: domain.id,
      because: becauseOf(domain.name),
      content: composeDigest(digest),
    }),
  );
};

const FIRST = "00000000-0000-0000-0000-000000000000";

async function gather(
  { viewer, parameters, runId, log }: Context,
  step: StepContext,
  domainId: string,
): Promise<State> {
  const facts = await digestFacts(viewer, { domainId, runId, hours: parameters.hours });
  const ended = Object.values(facts.ended).reduce((sum, n) => sum + n, 0);
  const problems =
    (facts.ended.failed ?? 0) +
    (facts.ended.interrupted ?? 0) +
    (facts.ended["completed-with-warnings"] ?? 0);
  const state = { facts, after: FIRST };
  await step.chunk(state, async () => {
    step.tally("ended", ended);
    step.tally("problems", problems);
  });
  const hours = counted(parameters.hours, "hour");
  log.info(
    ended === 0
      ? `Nothing ran in the last ${hours}`
      : `${counted(ended, "run")} ended in the last ${hours}, ${problems} with a problem`,
  );
  return state;
}

const PART = 100;
type Words = { domainId: string; because: string; content: ReturnType<typeof composeDigest> };

/** Mails and how far they have come commit together: nobody gets two. */
async function writeMails(
  { log, runId }: Context,
  step: StepContext,
  gathered: State,
  words: Words,
): Promise<void> {
  const { domainId } = words;
  const threadId = `job.${digestJob(domainId)}`;
  let written = 0;
  for (let after: string | null = gathered.after; after !== null;) {
    const from = after;
    const state: State = { ...gathered };
    const part = await step.chunk(state, async (tx) => {
      const { readers, last } = await digestReaders(tx, domainId, from, PART);
      for (const { email } of readers)
        await queueMail(tx, { kind: "digest", recipient: email, threadId, runId, ...words });
      step.tally("mails", readers.length);
      step.tick(readers.length);
      // The checkpoint is read after its body; how far the mails have come is only known here.
      state.after = last ?? from;
      return { count: readers.length, last };
    });
    written += part.count;
    after = part.last;
  }
  log.info(
    written === 0
      ? "Nobody here wants the digest"
      : `${counted(written, "mail")} put into the outbox`,
  );
}
