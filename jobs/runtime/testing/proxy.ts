import { createServer, connect, type Server, type Socket } from "node:net";
import { once } from "node:events";

type Pair = { client: Socket; server: Socket; hasSaid?: boolean; commitName?: string };

/** A stretch of network before the database that can be cut, frozen, made slow, and made to swallow answers. */
export class Proxy {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #isFrozen = false;
  #refuses = false;
  #swallowed = 0;
  /** Connections whose next COMMIT is passed on and whose answer is not. */
  swallowCommits = 0;
  /** How long everything is under way, each way, in ms. */
  delayMs = 0;
  /** With a text, only those of connections that said it before. */
  swallowAfter = "";
  /** What the server says is thrown away; what it is told passes. */
  isMute = false;
  /** What to do with a connection that says LISTEN: end it, or pass it on and let nothing come back but answers. */
  listeners: "pass" | "part" | "deafen" = "pass";

  static async before(url: string): Promise<Proxy> {
    const { hostname, port } = new URL(url);
    const proxy = new Proxy(hostname, Number(port));
    await once(proxy.#server.listen(0, "127.0.0.1"), "listening");
    return proxy;
  }

  constructor(host: string, port: number) {
    this.#server = createServer((client) => this.#join(client, connect(port, host)));
  }

  /** The same connection string through this proxy. */
  through(url: string): string {
    const proxied = new URL(url);
    proxied.hostname = "127.0.0.1";
    proxied.port = String((this.#server.address() as { port: number }).port);
    return proxied.href;
  }

  get swallowedCount(): number {
    return this.#swallowed;
  }

  /** Nothing passes in either direction; the connections stay. */
  freeze(): void {
    this.#isFrozen = true;
    for (const { client, server } of this.#pairs)
      for (const socket of [client, server]) socket.pause();
  }

  thaw(): void {
    this.#isFrozen = false;
    for (const { client, server } of this.#pairs)
      for (const socket of [client, server]) socket.resume();
  }

  /** Ends every connection, and takes no new one until `heal`. */
  cut(): void {
    this.#refuses = true;
    for (const pair of this.#pairs) this.#part(pair);
  }

  heal(): void {
    this.#refuses = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #join(client: Socket, server: Socket): void {
    const pair: Pair = { client, server };
    if (this.#refuses) return this.#part(pair);
    this.#pairs.add(pair);
    client.on("data", (data) => {
      if (this.listeners === "part" && data.includes("listen ")) return this.#part(pair);
      this.#pass(server, data);
      const isCommit = saysCommit(pair, data);
      pair.hasSaid ||= this.swallowCommits > 0 && data.includes(this.swallowAfter);
      if (this.swallowCommits > 0 && pair.hasSaid && isCommit) this.#swallow(pair);
    });
    server.on("data", (data) => {
      if (!this.isMute) this.#pass(client, this.listeners === "deafen" ? deaf(data) : data);
    });
    for (const socket of [client, server]) {
      socket.on("error", () => undefined);
      socket.on("close", () => this.#part(pair));
      if (this.#isFrozen) socket.pause();
    }
  }

  /** In order, for timers of the same length fire in the order in which they were set. */
  #pass(to: Socket, data: Buffer): void {
    if (this.delayMs === 0) to.write(data);
    else setTimeout(() => to.write(data), this.delayMs);
  }

  /** Long enough for the server to have committed. */
  #swallow(pair: Pair): void {
    this.swallowCommits -= 1;
    this.#swallowed += 1;
    pair.server.removeAllListeners("data");
    pair.server.on("data", () => undefined);
    setTimeout(() => this.#part(pair), 100);
  }

  #part({ client, server }: Pair): void {
    client.destroy();
    server.destroy();
    for (const pair of this.#pairs) if (pair.client === client) this.#pairs.delete(pair);
  }
}

/** Without the notifications: messages that begin with "A" and their length. */
function deaf(data: Buffer): Buffer {
  const kept: Buffer[] = [];
  for (let at = 0; at < data.length;) {
    const isWhole = at + 5 <= data.length && at + 1 + data.readUInt32BE(at + 1) <= data.length;
    const end = isWhole ? at + 1 + data.readUInt32BE(at + 1) : data.length;
    if (data[at] !== 0x41) kept.push(data.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

/** The driver prepares COMMIT at its first use on a connection and names it from then on. */
function saysCommit(pair: Pair, data: Buffer): boolean {
  const text = data.toString("latin1");
  const prepared = /^P[^]{4}([^\0]*)\0commit\0/.exec(text);
  if (prepared?.[1]) pair.commitName = prepared[1];
  if (text.includes("commit\0")) return true;
  return pair.commitName !== undefined && text.includes(`\0${pair.commitName}\0`);
}
