/** So many updates are read at the same time; pages and actions need the other connections of the pool. */
const AT_ONCE = 3;

let busy = 0;
const waiting: Array<() => void> = [];

/** Runs `work` when it is its turn, in the order of asking. */
export async function turn<T>(work: () => Promise<T>): Promise<T> {
  if (busy >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else busy += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  }
}
