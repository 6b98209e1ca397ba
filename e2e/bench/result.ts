/** One figure as a part measured it: a value per round, and the baseline's, taken in turn with it. */
export type Measured = {
  part: string;
  name: string;
  /** "s", "ms", "runs/s", "MB", "kB" … */
  unit: string;
  ours: readonly number[];
  baseline?: { name: string; values: readonly number[] };
  goal?: Goal;
  note?: string;
};

/** In the unit of the figure; of the ratio, as a factor. */
export type Goal = { of: "ours" | "ratio" } & ({ atMost: number } | { atLeast: number });

/** A line of the table and of bench.json. */
export type Row = {
  part: string;
  name: string;
  unit: string;
  /** Medians. */
  ours: number;
  baseline?: number;
  baselineName?: string;
  /** Ours to baseline, the median of the rounds' own ratios: a machine that is slow for one round is slow for both. */
  ratio?: number;
  goal?: string;
  met?: boolean;
  note?: string;
  /** Rounds, for whoever wants to see how far they lie apart. */
  rounds: { ours: readonly number[]; baseline?: readonly number[] };
};

export function rowOf({ part, name, unit, ours, baseline, goal, note }: Measured): Row {
  const ratios = (baseline?.values ?? []).map((value, round) => (ours[round] ?? NaN) / value);
  const row: Row = { part, name, unit, ours: median(ours), rounds: { ours } };
  if (baseline) {
    row.baseline = median(baseline.values);
    row.baselineName = baseline.name;
    row.ratio = median(ratios);
    row.rounds.baseline = baseline.values;
  }
  if (goal) {
    row.goal = goalText(goal, unit);
    row.met = isMet(goal, goal.of === "ours" ? row.ours : row.ratio);
  }
  if (note) row.note = note;
  return row;
}

/** Of an even number of values, the mean of the two in the middle. Throws for none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Linear between the two values around the place. Throws for none. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error("There is no median of nothing.");
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] as number;
  return below + ((sorted[Math.ceil(place)] as number) - below) * (place % 1);
}

function goalText(goal: Goal, unit: string): string {
  const of = goal.of === "ratio" ? "×" : ` ${unit}`;
  return "atMost" in goal ? `≤ ${goal.atMost}${of}` : `≥ ${goal.atLeast}${of}`;
}

function isMet(goal: Goal, value: number | undefined): boolean {
  if (value === undefined) return false;
  return "atMost" in goal ? value <= goal.atMost : value >= goal.atLeast;
}
