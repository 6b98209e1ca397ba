import { readdirSync, readFileSync } from "node:fs";

/** The processes that this one has started and that are not gone, by their ids. */
export function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => parentOf(other) === pid && isAlive(other));
}

/** Not gone, and not merely waiting for its parent to notice. */
export function isAlive(pid: number): boolean {
  return !["Z", "X", undefined].includes(statOf(pid)?.[0]);
}

/** Undefined when it is gone. */
export function parentOf(pid: number): number | undefined {
  const parent = statOf(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** How long it has computed, in hundredths of a second; 0 when it is gone. */
export function cpuTicks(pid: number): number {
  const stat = statOf(pid);
  return stat ? Number(stat[11]) + Number(stat[12]) : 0;
}

/** State, parent and so on: what stands behind the name in /proc/<pid>/stat. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
