import { answer } from "#app/_server/route.ts";
import { readHealth } from "#lib/workers/health.ts";

export const dynamic = "force-dynamic";

/** 200 when database, migrations and a worker are well, else 503 with what is not. */
export async function GET(): Promise<Response> {
  const health = await readHealth();
  const well = health.database && health.migrations && health.worker;
  return answer(well ? 200 : 503, { status: well ? "ready" : "not ready", ...health });
}
