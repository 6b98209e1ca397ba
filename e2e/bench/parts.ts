import type { Bench } from "./bench.ts";

export type Part = {
  name: string;
  /** What has to be there before: the web's build, a Chromium, the demo's data and accounts. */
  needs: ReadonlyArray<"build" | "chromium" | "demo">;
  /** What can be lowered on the command line, with its size in the whole bench. */
  sizes: Record<string, number>;
  /** Only the process that measures loads it. */
  load: () => Promise<{ measure: (bench: Bench) => Promise<void> }>;
};

/** In the order in which they run. */
export const parts: readonly Part[] = [
  { name: "import", needs: [], sizes: { rows: 500_000 }, load: () => import("./import/part.ts") },
  { name: "drain", needs: [], sizes: { runs: 10_000 }, load: () => import("./drain/part.ts") },
  {
    name: "latency",
    needs: ["build", "chromium", "demo"],
    sizes: { starts: 200, stops: 20, lines: 40, changes: 20, pages: 50 },
    load: () => import("./latency/part.ts"),
  },
  {
    name: "web",
    needs: ["build", "chromium", "demo"],
    sizes: { seconds: 10, connections: 10, load: 1_000 },
    load: () => import("./web/part.ts"),
  },
  {
    name: "scale",
    needs: ["build"],
    sizes: { history: 1_000_000 },
    load: () => import("./scale/part.ts"),
  },
];
