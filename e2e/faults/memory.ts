import { readFileSync } from "node:fs";

/** Resident memory of a process in bytes; 0 when it is gone. */
export function rssOf(pid: number): number {
  try {
    const [, kB] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kB ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Processes that this one started, and theirs. */
export function descendantsOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    const own = text ? text.split(" ").map(Number) : [];
    return own.flatMap((child) => [child, ...descendantsOf(child)]);
  } catch {
    return [];
  }
}

/** Watches a process' memory until `end`, which answers the most that was seen. */
export function peakOf(pid: number, measure = rssOf): { end(): number } {
  let most = measure(pid);
  const timer = setInterval(() => (most = Math.max(most, measure(pid))), 50);
  return {
    end: () => {
      clearInterval(timer);
      return most;
    },
  };
}
