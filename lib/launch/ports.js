import { createServer } from "node:net";
import { Refusal } from "./say.js";

/** Whether a server may listen there now. @param {number} port @param {string} [host] @returns {Promise<string>} "free" or the system's error code */
export function probePort(port, host = "127.0.0.1") {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) =>
      resolve(error.code ?? "unknown"),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve("free")));
  });
}

/** The first free port from a number on; fixed numbers, since those the system hands out may be taken again by any outgoing connection. @param {number} from @param {number} [count] */
export async function firstFreePort(from, count = 200) {
  for (let port = from; port < from + count; port++)
    if ((await probePort(port)) === "free") return port;
  throw new Refusal(`No port between ${from} and ${from + count - 1} is free on 127.0.0.1.`);
}

/** @param {number} port @param {string} host */
export async function requirePort(port, host) {
  const state = await probePort(port, host);
  if (state === "free") return;
  if (state === "EADDRINUSE")
    throw new Refusal(`Port ${port} is taken by another program; choose another one with PORT.`);
  if (state === "EACCES")
    throw new Refusal(`This user may not listen on port ${port}; choose one above 1023 with PORT.`);
  throw new Refusal(
    `Port ${port} on ${host} cannot be used (${state}); choose others with PORT and HOST.`,
  );
}
