import { answer } from "#app/_server/route.ts";

export const dynamic = "force-dynamic";

/** The process answers; nothing else is said. */
export const GET = () => answer(200, { status: "alive" });
