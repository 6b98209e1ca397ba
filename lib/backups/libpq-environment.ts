/** The address in the way that PostgreSQL's programs read it; on the command line everybody on the machine would. */
export function libpqEnvironment(address: string): Record<string, string> {
  const url = new URL(address);
  const sslMode = url.searchParams.get("sslmode");
  return {
    PATH: process.env["PATH"] ?? "",
    LC_ALL: "C",
    PGAPPNAME: "nightshift backup",
    PGHOST: url.hostname.replace(/^\[|\]$/g, ""),
    PGPORT: url.port || "5432",
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    ...(sslMode ? { PGSSLMODE: sslMode } : {}),
  };
}
