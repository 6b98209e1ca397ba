/** The console under test, as `npm test` (lib/launch/test/browser.js) started it. */
export const server = {
  /** Its address, without a slash at the end. */
  url: required("E2E_URL"),
  /** The password of all demo accounts. */
  password: required("E2E_PASSWORD"),
  /** The owner's connection string, for tests that prepare what no page can (the clock, a lost worker). */
  databaseUrl: required("E2E_DATABASE_URL"),
};

function required(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(
      `${name} is not set; run the browser tests with "npm test" or "npm test -- build browser".`,
    );
  return value;
}
