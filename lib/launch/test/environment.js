/** What a test run must not inherit: ways to real data, and settings that the tests set themselves. */
const ours =
  /^(DATABASE_URL|NIGHTSHIFT_|NEXTAUTH_|PUBLIC_URL|PORT$|HOST$|DEMO_|NODE_ENV|NODE_TEST_CONTEXT|ENVIRONMENT_NAME|WORKER_|SESSION_|MAX_UPLOAD|STOP_|HANDLER_|FILE_KEEP|LOG_LEVEL|SMTP|MAIL_)/;

/** @param {import("../settings.js").Env} env @returns {import("../settings.js").Env} */
export function cleanEnvironment(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)));
}
