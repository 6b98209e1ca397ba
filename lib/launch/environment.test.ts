import assert from "node:assert/strict";
import { test } from "node:test";
import { ownerEnvironment, webEnvironment, workerEnvironment } from "./environment.js";
import type { Env } from "./settings.js";

const secrets = {
  databasePassword: "owner-pass",
  webPassword: "web-pass",
  workerPassword: "worker-pass",
  backupPassword: "backup-pass",
  authSecret: "session-key",
  demoPassword: "demo-pass",
};
const settings = { publicUrl: "https://console.example", dataFolder: "/data" };
const env = {
  DATABASE_URL: "postgres://owner:owner-pass@db.example:6000/nightshift?sslmode=require",
  PATH: "/bin",
};

test("the web process gets its own role and never the owner's, the worker's or the demo password", () => {
  const web: Env = webEnvironment(env, secrets, settings);
  assert.equal(
    web.DATABASE_URL_WEB,
    "postgres://nightshift_web:web-pass@db.example:6000/nightshift?sslmode=require",
  );
  assert.equal(web.NEXTAUTH_SECRET, "session-key");
  assert.equal(web.NEXTAUTH_URL, settings.publicUrl);
  assert.equal(web.PATH, "/bin");
  const text = JSON.stringify(web);
  for (const secret of ["owner-pass", "worker-pass", "backup-pass", "demo-pass"])
    assert.ok(!text.includes(secret), secret);
});

test("what the web process must not have is empty and not absent, or Next takes it from .env", () => {
  const web: Env = webEnvironment(env, secrets, settings);
  assert.equal(web.DATABASE_URL, "");
  assert.equal(web.DATABASE_URL_WORKER, "");
  assert.equal(web.DATABASE_URL_BACKUP, "");
});

test("the worker gets its own role and no key of sessions", () => {
  const worker = workerEnvironment(env, secrets, settings);
  assert.match(worker.DATABASE_URL_WORKER, /^postgres:\/\/nightshift_worker:worker-pass@/);
  assert.match(worker.DATABASE_URL_BACKUP, /^postgres:\/\/nightshift_backup:backup-pass@/);
  const text = JSON.stringify(worker);
  for (const secret of ["owner-pass", "web-pass", "session-key"])
    assert.ok(!text.includes(secret), secret);
});

test("given addresses win, and migrate then makes no passwords for their roles", () => {
  const given = {
    ...env,
    DATABASE_URL_WEB: "postgres://w:x@h/d",
    DATABASE_URL_WORKER: "postgres://k:y@h/d",
    DATABASE_URL_BACKUP: "postgres://b:z@h/d",
  };
  assert.equal(webEnvironment(given, secrets, settings).DATABASE_URL_WEB, given.DATABASE_URL_WEB);
  assert.equal(
    workerEnvironment(given, secrets, settings).DATABASE_URL_WORKER,
    given.DATABASE_URL_WORKER,
  );
  assert.equal(
    workerEnvironment(given, secrets, settings).DATABASE_URL_BACKUP,
    given.DATABASE_URL_BACKUP,
  );
  const owner: Env = ownerEnvironment(given, secrets, settings);
  assert.equal(owner.NIGHTSHIFT_BACKUP_PASSWORD, undefined);
  assert.equal(owner.NIGHTSHIFT_WEB_PASSWORD, undefined);
  assert.equal(ownerEnvironment(env, secrets, settings).NIGHTSHIFT_WEB_PASSWORD, "web-pass");
});
