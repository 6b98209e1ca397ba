import assert from "node:assert/strict";
import { test } from "node:test";
import type { RetryPolicy } from "../job-types/define.ts";
import { judge, type Ending } from "./verdict.ts";

const POLICY: RetryPolicy = {
  attempts: 3,
  backOffSeconds: [10, 60],
  afterLostWorker: true,
  neverFor: ["file-empty"],
};
const row = {
  status: "running" as const,
  attempt: 1,
  warningCount: 0,
  issueCount: 0,
  settledReason: null as string | null,
};
const failure = (code = "error", crashed = false): Ending => ({
  outcome: "failed",
  error: { code, message: "m" },
  crashed,
});

test("what ends well says whether something wants a look", () => {
  assert.equal(judge(row, { outcome: "done" }, POLICY, 0).status, "completed");
  assert.equal(
    judge({ ...row, warningCount: 1 }, { outcome: "done" }, POLICY, 0).status,
    "completed-with-warnings",
  );
  assert.equal(
    judge({ ...row, issueCount: 1 }, { outcome: "done" }, POLICY, 0).status,
    "completed-with-warnings",
  );
  assert.equal(
    judge({ ...row, status: "stopping" }, { outcome: "done" }, POLICY, 0).status,
    "completed",
  );
});

test("a failure is tried again as often and as late as the policy says", () => {
  const after = (attempt: number) => judge({ ...row, attempt }, failure(), POLICY, 0);
  assert.deepEqual([after(1).status, after(1).retryInSeconds], ["deferred", 10]);
  assert.deepEqual([after(2).status, after(2).retryInSeconds], ["deferred", 60]);
  assert.deepEqual([after(3).status, after(3).retryInSeconds], ["failed", undefined]);
  assert.equal(
    after(1).attemptOutcome,
    "failed",
    "the attempt has failed, whatever becomes of the run",
  );
});

test("some failures are not worth another attempt", () => {
  for (const code of ["file-empty", "parameters", "not-permitted", "domain-gone", "checkpoint"]) {
    assert.equal(judge(row, failure(code), POLICY, 0).status, "failed", code);
  }
  assert.equal(
    judge({ ...row, status: "stopping" }, failure(), POLICY, 0).status,
    "failed",
    "somebody wanted it to stop",
  );
  assert.equal(
    judge(row, failure(), undefined, 0).status,
    "failed",
    "a type that is not known here",
  );
});

test("the second crash of an input quarantines it", () => {
  const first = judge(row, failure("crashed", true), POLICY, 1);
  assert.deepEqual([first.status, first.crashed, first.quarantined], ["deferred", true, false]);
  const second = judge({ ...row, attempt: 2 }, failure("crashed", true), POLICY, 2);
  assert.deepEqual([second.status, second.crashed, second.quarantined], ["failed", true, true]);
});

test("a run that a person set to done is that however it ends; its attempt says how", () => {
  const settled = { ...row, status: "stopping" as const, settledReason: "Seen to" };
  const endings: Ending[] = [{ outcome: "done" }, { outcome: "stopped", forced: true }, failure()];
  const verdicts = endings.map((ending) => judge(settled, ending, POLICY, 0));
  assert.deepEqual(
    verdicts.map(({ status, attemptOutcome, retryInSeconds }) => [
      status,
      attemptOutcome,
      retryInSeconds,
    ]),
    [
      ["settled", "completed", undefined],
      ["settled", "stopped", undefined],
      ["settled", "failed", undefined],
    ],
  );
});
