/** Where the search for free ports begins; apart from those of a console that runs beside the tests. */
export const testPorts = {
  web: Number(process.env.NIGHTSHIFT_TEST_PORT) || 3900,
  postgres: Number(process.env.NIGHTSHIFT_TEST_POSTGRES_PORT) || 54_400,
};
