import { readdirSync, readFileSync } from "node:fs";

export type Process = { pid: number; parent: number; command: string };

/** All processes that descend from one, itself included. Linux alone. */
export function family(pid: number): Process[] {
  const all = readdirSync("/proc").flatMap((name) =>
    /^\d+$/.test(name) ? read(Number(name)) : [],
  );
  const found = all.filter((each) => each.pid === pid);
  for (const each of found) found.push(...all.filter(({ parent }) => parent === each.pid));
  return found;
}

/** What a process holds now and has held at most, in MB; undefined where it is gone. */
export function memoryMb(pid: number): { now: number; peak: number } | undefined {
  const status = text(`/proc/${pid}/status`);
  const kB = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]);
  const [now, peak] = [kB("VmRSS"), kB("VmHWM")];
  return Number.isNaN(now) ? undefined : { now: (now * 1024) / 1e6, peak: (peak * 1024) / 1e6 };
}

/** The processes in which a worker's handlers run. */
export const handlersOf = (workerPid: number) =>
  family(workerPid).filter(({ command }) => command.includes("runtime/child/main.ts"));

function read(pid: number): Process[] {
  // The name, in brackets, may hold blanks.
  const parent = Number(text(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ")[1]);
  const command = text(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
  return Number.isNaN(parent) ? [] : [{ pid, parent, command }];
}

function text(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
