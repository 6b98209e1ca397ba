import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";

export type FrontProxy = { url: string; close(): Promise<void> };

/**
 * What stands before a console in earnest: takes requests for its public name and hands them to the web process. It says which host
 * was asked, unless the client says so already, which is what an attacker makes use of. `keepsHost`: the web sees the public name.
 */
export async function startFrontProxy(
  target: string,
  publicHost: string,
  keepsHost: boolean,
): Promise<FrontProxy> {
  const { hostname, port, host } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const headers = {
      ...incoming.headers,
      host: keepsHost ? publicHost : host,
      "x-forwarded-host": incoming.headers["x-forwarded-host"] ?? publicHost,
      "x-forwarded-proto": "https",
      "x-forwarded-for": [incoming.headers["x-forwarded-for"], "192.0.2.44"]
        .filter(Boolean)
        .join(", "),
    };
    const { method, url: path } = incoming;
    const passed = httpRequest({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
