import assert from "node:assert/strict";
import { test } from "node:test";
import { cronSentence } from "./cron-sentence.ts";
import type { Recurrence } from "./plan-input.ts";
import { fullSentence, shortSentence } from "./sentence.ts";

const READ: Array<[plan: Recurrence, short: string, full: string]> = [
  [
    { repeat: "weekdays", weekdays: [1, 2, 3, 4, 5], times: ["06:00", "18:30"] },
    "Mon–Fri 06:00, 18:30",
    "Monday to Friday at 06:00 and 18:30, Paris time.",
  ],
  [
    { repeat: "weekdays", weekdays: [2, 3, 4, 5, 6, 7], times: ["02:30", "14:00"] },
    "Tue–Sun 02:30, 14:00",
    "Every day except Monday at 02:30 and 14:00, Paris time.",
  ],
  [
    { repeat: "weekdays", weekdays: [6], times: ["21:00"] },
    "Saturdays 21:00",
    "Every Saturday at 21:00, Paris time.",
  ],
  [
    { repeat: "weekdays", weekdays: [1, 4], times: ["09:00"] },
    "Mon, Thu 09:00",
    "Monday and Thursday at 09:00, Paris time.",
  ],
  [
    { repeat: "month-days", days: [1, 31, "last"], times: ["04:00"] },
    "On days 1, 31 and the last day at 04:00",
    "On days 1, 31 and the last day of the month at 04:00, in months that have a 31st, Paris time.",
  ],
  [{ repeat: "minutes", everyMinutes: 1 }, "Every minute", "Every minute, Paris time."],
  [{ repeat: "minutes", everyMinutes: 15 }, "Every 15 minutes", "Every 15 minutes, Paris time."],
  [
    { repeat: "hours", everyHours: 1, minute: 5 },
    "Every hour at 5 past",
    "Every hour at 5 past, Paris time.",
  ],
  [
    { repeat: "hours", everyHours: 4, minute: 0 },
    "Every 4 hours from 00:00",
    "Every 4 hours from 00:00, Paris time.",
  ],
];

for (const [plan, short, full] of READ) {
  test(`a plan reads "${short}"`, () => {
    assert.equal(shortSentence(plan), short);
    assert.equal(fullSentence(plan, "Europe/Paris"), full);
  });
}

test("a raw expression is told in words; of two kinds of day either is enough, as it runs", () => {
  const told = (expression: string) =>
    fullSentence({ repeat: "cron", expression }, "UTC", cronSentence);
  assert.equal(told("0 6 * * MON-FRI"), "At 06:00, Monday through Friday, UTC.");
  assert.equal(told("0 0 13 * 5"), "At 00:00, on day 13 of the month, or on Friday, UTC.");
  assert.equal(
    told("0 0 1,15 * 1-3"),
    "At 00:00, on day 1 and 15 of the month, or Monday through Wednesday, UTC.",
  );
  assert.equal(told("0 0 * * 5L"), "At 00:00, on the last Friday of the month, UTC.");
  assert.equal(told("no expression"), "Cron no expression, UTC.");
});
