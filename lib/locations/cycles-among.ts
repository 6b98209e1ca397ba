export type Link = { code: string; key: string; parentKey: string };

/** Each one's parent is the next, the last one's is the first. Begins with the first in the alphabet. */
export type Cycle = { codes: string[] };

/** The cycles among locations each of which has its parent among them too. What lies beneath a cycle belongs to none. */
export function cyclesAmong(links: readonly Link[]): Cycle[] {
  const byKey = new Map(links.map((link) => [link.key, link]));
  const seen = new Set<string>();
  const cycles: Cycle[] = [];
  for (const link of byKey.values()) {
    const path = pathFrom(link, byKey, seen);
    const end = path.at(-1)?.parentKey;
    const begin = path.findIndex((step) => step.key === end);
    if (begin >= 0) cycles.push({ codes: turned(path.slice(begin).map((step) => step.code)) });
  }
  return cycles.toSorted((a, b) => ((a.codes[0] ?? "") < (b.codes[0] ?? "") ? -1 : 1));
}

/** Up from parent to parent, over those that nobody has come by yet. */
function pathFrom(from: Link, byKey: ReadonlyMap<string, Link>, seen: Set<string>): Link[] {
  const path: Link[] = [];
  for (let at: Link | undefined = from; at && !seen.has(at.key); at = byKey.get(at.parentKey)) {
    seen.add(at.key);
    path.push(at);
  }
  return path;
}

function turned(codes: string[]): string[] {
  const first = codes.indexOf(codes.toSorted()[0] ?? "");
  return [...codes.slice(first), ...codes.slice(0, first)];
}
