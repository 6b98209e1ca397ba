import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until the console says that database, migrations and a worker are well.
 * @param {string} address where this machine reaches the web process
 * @param {() => boolean} goesOn false ends the waiting
 * @param {number} limitMilliseconds
 * @returns {Promise<{ ready: boolean, last: string }>} last: the last answer, for whoever looks for the reason
 */
export async function awaitReady(address, goesOn, limitMilliseconds) {
  let last = "no answer";
  for (
    const until = Date.now() + limitMilliseconds;
    goesOn() && Date.now() < until;
    await sleep(150)
  ) {
    try {
      const answer = await fetch(`${address}/api/health/ready`, {
        signal: AbortSignal.timeout(5000),
      });
      last = `${answer.status} ${(await answer.text()).slice(0, 500)}`;
      if (answer.status === 200) return { ready: true, last };
    } catch {
      // The web process does not listen yet.
    }
  }
  return { ready: false, last };
}
