import assert from "node:assert/strict";
import { test } from "node:test";
import { SavePlanForm } from "./plan-form-input.ts";
import { PlanInput } from "./plan-input.ts";

const parse = (fields: Record<string, unknown>) =>
  PlanInput.safeParse({ planning: "scheduled", timeZone: "Europe/Paris", ...fields });

function faults(fields: Record<string, unknown>): Record<string, string> {
  const parsed = parse(fields);
  assert.equal(parsed.success, false, `${JSON.stringify(fields)} was accepted`);
  return Object.fromEntries(
    parsed.error!.issues.map((issue) => [issue.path.join("."), issue.message]),
  );
}

const recurrence = (fields: Record<string, unknown>) => parse(fields).data?.recurrence;

test("a form's texts become a plan in order, each value once", () => {
  assert.deepEqual(
    recurrence({
      repeat: "weekdays",
      weekdays: ["5", "1", "1"],
      times: ["18:30", "6:00", "06:00"],
    }),
    { repeat: "weekdays", weekdays: [1, 5], times: ["06:00", "18:30"] },
  );
  assert.deepEqual(
    recurrence({ repeat: "month-days", days: ["last", "31", "1"], times: "04:00" }),
    {
      repeat: "month-days",
      days: [1, 31, "last"],
      times: ["04:00"],
    },
  );
  assert.deepEqual(recurrence({ repeat: "hours", everyHours: "2", minute: "" }), {
    repeat: "hours",
    everyHours: 2,
    minute: 0,
  });
  assert.deepEqual(recurrence({ repeat: "cron", expression: " 0  6 * * MON-FRI " }), {
    repeat: "cron",
    expression: "0 6 * * MON-FRI",
  });
});

test("fields of the other ways to repeat are not looked at, and an automatic plan has none", () => {
  assert.deepEqual(
    recurrence({ repeat: "minutes", everyMinutes: "5", times: ["99:99"], expression: "nonsense" }),
    { repeat: "minutes", everyMinutes: 5 },
  );
  assert.deepEqual(parse({ planning: "automatic", times: ["99:99"] }).data, {
    planning: "automatic",
    timeZone: "Europe/Paris",
    recurrence: null,
  });
});

test("F40: an empty week, a bad zone and 30 February are refused beside their fields, with the reason", () => {
  assert.deepEqual(faults({ repeat: "weekdays", weekdays: [], times: ["06:00"] }), {
    weekdays: "Choose at least one weekday.",
  });
  for (const timeZone of ["Mars/Olympus", "+02:00", "", "x".repeat(100)])
    assert.ok(faults({ repeat: "minutes", everyMinutes: 5, timeZone })["timeZone"]);
  assert.deepEqual(faults({ repeat: "cron", expression: "0 0 30 2 *" }), {
    expression: "There is no 30 February.",
  });
  assert.deepEqual(faults({ repeat: "cron", expression: "0 0 31 4,6,9,11 *" }), {
    expression: "There is no 31 April or June or September or November.",
  });
  assert.ok(recurrence({ repeat: "cron", expression: "0 0 29 2 *" }), "29 February comes");
  assert.ok(recurrence({ repeat: "cron", expression: "0 0 30 2 5" }), "Fridays in February come");
});

test("every bound is checked before anything is expanded", () => {
  const started = performance.now();
  const refused: Array<[field: string, fields: Record<string, unknown>]> = [
    ["expression", { repeat: "cron", expression: "0-99999999999 * * * *" }],
    ["expression", { repeat: "cron", expression: "*/0 * * * *" }],
    ["expression", { repeat: "cron", expression: "*/99999 * * * *" }],
    ["expression", { repeat: "cron", expression: `${"1,".repeat(1_000_000)}1 * * * *` }],
    ["expression", { repeat: "cron", expression: "60 * * * *" }],
    ["expression", { repeat: "cron", expression: "* * * * * *" }],
    ["expression", { repeat: "cron", expression: "* * * *" }],
    ["expression", { repeat: "cron", expression: "1,,2 * * * *" }],
    ["expression", { repeat: "cron", expression: "5/15 * * * *" }],
    ["expression", { repeat: "cron", expression: "9-5 * * * *" }],
    ["expression", { repeat: "cron", expression: "@daily" }],
    ["expression", { repeat: "cron", expression: "0 0 * * 8" }],
    ["expression", { repeat: "cron", expression: "0 0 1 XYZ *" }],
    ["expression", { repeat: "cron" }],
    ["times", { repeat: "weekdays", weekdays: [1], times: Array(1_000_000).fill("01:00") }],
    ["times", { repeat: "weekdays", weekdays: [1], times: ["24:00"] }],
    ["times", { repeat: "weekdays", weekdays: [1], times: [] }],
    ["weekdays", { repeat: "weekdays", weekdays: [0], times: ["01:00"] }],
    ["weekdays", { repeat: "weekdays", weekdays: Array(1_000_000).fill(1), times: ["01:00"] }],
    ["days", { repeat: "month-days", days: [32], times: ["01:00"] }],
    ["days", { repeat: "month-days", days: [], times: ["01:00"] }],
    ["everyMinutes", { repeat: "minutes", everyMinutes: 7 }],
    ["everyMinutes", { repeat: "minutes", everyMinutes: 0 }],
    ["everyMinutes", { repeat: "minutes" }],
    ["everyHours", { repeat: "hours", everyHours: 5 }],
    ["minute", { repeat: "hours", everyHours: 1, minute: 60 }],
    ["repeat", { repeat: "sometimes" }],
    ["repeat", {}],
    ["planning", { planning: "sometimes" }],
  ];
  for (const [field, fields] of refused)
    assert.ok(faults(fields)[field], `${field} of ${JSON.stringify(fields).slice(0, 80)}`);
  assert.ok(performance.now() - started < 2000);
});

test("everything that is wrong with a form is told at once, whatever stands first", () => {
  const parsed = SavePlanForm.safeParse({
    scheduleId: "01a1fa5f-808a-7aa8-8cce-000000000000",
    version: "1",
    planning: "scheduled",
    timeZone: "Europe/Nowhere",
    repeat: "cron",
    expression: "61 2 * * *",
    overlap: "skip",
    missed: "skip",
    pauseAfterFailures: "99",
  });
  assert.deepEqual(
    parsed.error?.issues.map((issue) => issue.path.join(".")),
    ["timeZone", "expression", "pauseAfterFailures"],
  );
});
