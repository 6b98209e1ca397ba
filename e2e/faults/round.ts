// One round of one fault in a process of its own. Arguments: its file, the number of the round.
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import type { Fault } from "./fault.ts";
import { OwnServer } from "./own-server.ts";
import { Site } from "./site.ts";

const [file, number] = process.argv.slice(2) as [string, string];
process.env["FAULT_SEED"] ??= String(Number(number) * 7919 + (Date.now() % 1_000_000));
const { fault } = (await import(pathToFileURL(file).href)) as { fault: Fault };
const server = fault.ownServer ? await OwnServer.start() : undefined;
const site = await Site.open(`${fault.id.toLowerCase()}_${number}`);
site.ownServer = server;
try {
  process.send?.({ figures: await fault.round(site, Number(number)) });
} catch (error) {
  const why = inspect(error);
  process.send?.({ error: `seed ${process.env["FAULT_SEED"]}: ${why}\n${site.lastWords}` });
} finally {
  await site.close();
  server?.end();
}
process.exit(0);
