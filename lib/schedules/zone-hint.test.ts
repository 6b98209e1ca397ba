import assert from "node:assert/strict";
import { test } from "node:test";
import { zoneHint } from "./zone-hint.ts";

test("the distance from UTC is told, and a change within two weeks", () => {
  const at = (iso: string) => new Date(iso);
  assert.equal(zoneHint("Europe/Paris", at("2026-03-28T20:42:00Z")), "UTC+1, from tomorrow UTC+2");
  assert.equal(zoneHint("Europe/Paris", at("2026-03-29T00:30:00Z")), "UTC+1, from today UTC+2");
  assert.equal(zoneHint("Europe/Paris", at("2026-03-24T12:00:00Z")), "UTC+1, from Sun UTC+2");
  assert.equal(zoneHint("Europe/Paris", at("2026-12-30T12:00:00Z")), "UTC+1");
  assert.equal(zoneHint("America/St_Johns", at("2026-01-10T12:00:00Z")), "UTC−3:30");
  assert.equal(zoneHint("Asia/Kathmandu", at("2026-01-10T12:00:00Z")), "UTC+5:45");
  assert.equal(zoneHint("UTC", at("2026-01-10T12:00:00Z")), "UTC");
});
