import { log } from "#lib/platform/log.ts";
import { tick } from "#lib/schedules/tick.ts";
import { isRefusal } from "#lib/text/refusal.ts";

const PAUSE_MS = 500;

/**
 * Asks twice a second what has come due. Every worker does: they share the work, and one is enough. The pause grows with what a
 * turn costs, so that a slow database is not asked all the time.
 */
export function startTicking(): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const turn = async () => {
    const beganMs = performance.now();
    await tick().catch((error: unknown) => {
      if (!isRefusal(error, "unavailable")) log.error({ error: String(error) }, "the tick failed");
    });
    const pauseMs = Math.max(PAUSE_MS, performance.now() - beganMs);
    if (!isOver) timer = setTimeout(() => void turn(), pauseMs);
  };
  void turn();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
