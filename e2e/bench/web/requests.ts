import { Agent, request } from "node:http";
import type { Bench } from "../bench.ts";

const WARM_UP_SECONDS = 2;

/** Whole answers per second of one page, asked over connections that stay open, by one person who is signed in. */
export async function requestsPerSecond(
  bench: Bench,
  path: string,
  cookie: string,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: bench.size("connections") });
  const ask = () => get(new URL(path, bench.webUrl), agent, cookie);
  await through(WARM_UP_SECONDS, bench.size("connections"), ask);
  const seconds = bench.size("seconds");
  const count = await through(seconds, bench.size("connections"), ask);
  agent.destroy();
  return count / seconds;
}

async function through(
  seconds: number,
  connections: number,
  ask: () => Promise<void>,
): Promise<number> {
  const untilMs = performance.now() + seconds * 1000;
  let count = 0;
  const connection = async () => {
    while (performance.now() < untilMs) {
      await ask();
      if (performance.now() < untilMs) count += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  return count;
}

function get(url: URL, agent: Agent, cookie: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers: { cookie, accept: "text/html" } }, (answer) => {
      answer.resume();
      answer.on("end", () =>
        answer.statusCode === 200
          ? resolve()
          : reject(new Error(`${url.pathname} answers ${answer.statusCode}`)),
      );
    });
    asked.on("error", reject);
    asked.end();
  });
}
