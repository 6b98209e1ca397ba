import assert from "node:assert/strict";
import { makeDomain } from "#e2e/support/run-rows.ts";
import type { Viewer } from "#lib/access/viewer.ts";
import { loadPerson } from "#lib/people/load-person.ts";
import { newId } from "#lib/platform/ids.ts";
import {
  accessTo,
  AUDITED,
  OUTCOMES,
  STATES,
  SUBJECTS,
  type Action,
  type State,
} from "./state-table.ts";
import type { Subject } from "./state-table.ts";
import { defineFault } from "./fault.ts";
import { pressPage, pressVerb, type Actor, type Answer, type Pressed } from "./press.ts";
import type { Site } from "./site.ts";

/** One run, one person, one action, by one way: pressed twice at the same moment, and once more. */
type Case = Pressed & { subject: Subject; way: "by page" | "by verb" };

const AT_ONCE = 6;

export const fault = defineFault({
  id: "F51",
  title:
    "Every status × every action × every role, twice at the same moment and once more, by page and by verb",
  inTests: true,
  round: async (site) => {
    const web = await site.startWeb();
    await noteTransitions(site);
    const actors = new Map<Subject, Actor>();
    await makeDomain(site.sql, "next-door.example");
    for (const subject of SUBJECTS) actors.set(subject, await actorOf(site, web.url, subject));
    const cases = await plant(site, actors);
    const wrong: string[] = [];
    const queue = shuffled(site, cases);
    const lane = async () => {
      for (let next = queue.pop(); next; next = queue.pop())
        wrong.push(...(await tryCase(site, actors.get(next.subject) as Actor, next)));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    assert.deepEqual(wrong, []);
    assert.deepEqual(await strayTransitions(site), []);
    return { cases: cases.length, presses: cases.length * 3 };
  },
});

async function actorOf(site: Site, url: string, { role, domains }: Subject): Promise<Actor> {
  const { userId, email } = await site.account(role, domains);
  const viewer = (await loadPerson(userId)) as Viewer;
  return { viewer, person: await site.signIn(url, email) };
}

/** A run for each case, in one statement. Those that run have a worker that nobody will miss for a year. */
async function plant(site: Site, actors: Map<Subject, Actor>): Promise<Case[]> {
  const workerId = newId();
  await site.sql`insert into workers (id, name, host, pid, version, state, slots, job_types, started_at, heartbeat_at)
    values (${workerId}, 'planted', 'planted', 1, '1', 'alive', 1, '{sleepy}', now(), now() + interval '1 year')`;
  const cases = SUBJECTS.flatMap((subject) =>
    (["by page", "by verb"] as const).flatMap((way) =>
      (Object.keys(OUTCOMES) as Action[]).flatMap((action) =>
        (Object.keys(STATES) as State[]).map((state) => ({
          subject,
          way,
          action,
          state,
          runId: 0,
        })),
      ),
    ),
  );
  const rows = cases.map(({ subject, state }) => ({
    created_at: new Date(),
    updated_at: new Date(),
    updated_by: "planted",
    job_type: "sleepy",
    title: "planted",
    status: state === "quarantined" ? "failed" : state,
    quarantined_at: state === "quarantined" ? new Date() : null,
    start_at: state === "deferred" ? new Date(Date.now() + 3_600_000) : null,
    worker_id: ["running", "stopping"].includes(state) ? workerId : null,
    trigger: "person",
    parameters: site.sql.json({ ms: 1 }),
    input_hash: newId(),
    claim: ["deferred", "queued", "cancelled"].includes(state) ? 0 : 1,
    domain_id: subject.run === "of the installation" ? null : site.domainId,
    started_by: subject.run === "his own" ? (actors.get(subject) as Actor).viewer.userId : null,
  }));
  const ids = await site.sql`insert into runs ${site.sql(rows)} returning id`;
  return cases.map((one, at) => ({ ...one, runId: Number(ids[at]?.["id"]) }));
}

/** What went otherwise than the table says. */
async function tryCase(site: Site, actor: Actor, one: Case): Promise<string[]> {
  const press = one.way === "by verb" ? pressVerb : pressPage;
  const before = await site.run(one.runId);
  const answers = await Promise.all([press(actor, one, 0), press(actor, one, 1)]);
  answers.push(await press(actor, one, 2));
  const after = await site.run(one.runId);
  const audit = await site.sql<{ action: string; reason: string | null }[]>`
    select action, after->>'reason' as reason from audit_entries where object_type = 'run' and object_id = ${String(one.runId)}`;
  try {
    const outcome = accessTo(one.subject, one.action) === "allowed" ? outcomeOf(one) : undefined;
    if (outcome) assert.equal(after.status, outcome);
    else assert.deepEqual(after, before, "it changed");
    judgeAnswers(one, answers, outcome);
    judgeAudit(one, audit, outcome);
    return [];
  } catch (error) {
    const { subject, way, action, state } = one;
    const who = `${subject.role} (${String(subject.domains)}) on a run ${subject.run}`;
    const facts = JSON.stringify({ answers, audit, status: after.status });
    return [`${who}, ${way}, ${action} when ${state}: ${String(error)} ${facts}`];
  }
}

const outcomeOf = ({ action, state }: Case): string | undefined =>
  (OUTCOMES[action] as Partial<Record<State, string>>)[state];

/** At most one press succeeds; each other one hears why not, in words that name the state or the missing right. */
function judgeAnswers(one: Case, answers: Answer[], outcome: string | undefined): void {
  const access = accessTo(one.subject, one.action);
  const refused = answers.filter((answer) => answer.code !== "done");
  assert.equal(answers.length - refused.length, outcome ? 1 : 0, "how many presses succeeded");
  for (const { code, message } of refused) {
    assert.equal(code, access === "allowed" ? "conflict" : access);
    if (access === "allowed") assert.match(message, reasonOf(one, outcome));
  }
}

/** The state in which the later presses find the run; one that is not in quarantine can't be released from it. */
function reasonOf({ action, state }: Case, outcome: string | undefined): RegExp {
  if (action === "release" && (outcome || state !== "quarantined")) return /not quarantined/;
  if (state === "quarantined" && !outcome) return action === "retry" ? /quarantined/ : /failed/;
  return new RegExp(`is ${STATES[(outcome ?? state) as State]} now`);
}

/** One entry for a success; each refusal of somebody who sees the run is kept with its reason. */
function judgeAudit(
  { subject, action, state }: Case,
  audit: Array<{ action: string; reason: string | null }>,
  outcome?: string,
): void {
  const successes = audit.filter((entry) => !entry.action.endsWith("-refused"));
  assert.deepEqual(
    successes.map((entry) => entry.action),
    outcome ? [AUDITED[action](state)] : [],
  );
  const refusals = audit.filter((entry) => entry.action.endsWith("-refused"));
  const least = subject.access === "not-found" ? 0 : outcome ? 2 : 3;
  assert.ok(refusals.length >= least, `${refusals.length} refusals were noted`);
  if (least === 0) assert.equal(refusals.length, 0);
  assert.ok(refusals.every((entry) => entry.reason));
}

/** Every change of a status, whoever makes it. */
async function noteTransitions(site: Site): Promise<void> {
  await site.sql.unsafe(`
    create table noted_transitions (from_status text, to_status text);
    grant insert on noted_transitions to public;
    create function note_transition() returns trigger language plpgsql as $$ begin
      insert into noted_transitions values (old.status, new.status); return new; end $$;
    create trigger note_transition after update on runs for each row when (old.status <> new.status)
      execute function note_transition()`);
}

async function strayTransitions(site: Site): Promise<string[]> {
  const listed = Object.values(OUTCOMES).flatMap((outcomes) =>
    Object.entries(outcomes).map(
      ([from, to]) => `${from.replace("quarantined", "failed")} → ${to}`,
    ),
  );
  const found = await site.sql<{ step: string }[]>`
    select distinct from_status || ' → ' || to_status as step from noted_transitions`;
  return found.map(({ step }) => step).filter((step) => !listed.includes(step));
}

function shuffled<T>(site: Site, list: T[]): T[] {
  return list
    .map((one) => ({ one, at: site.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
