export const ownerRole = "nightshift";
export const databaseName = "nightshift";

/** @param {string} password @param {number} port @param {string} [database] */
export function ownerUrl(password, port, database = databaseName) {
  return `postgres://${ownerRole}:${password}@127.0.0.1:${port}/${database}`;
}
