import type { Fault } from "./fault.ts";
import type { RoundResult } from "./run-round.ts";

/** "✓ F12  20/20  a handler that ignores its stop · stopped (s) 10.2 (10.0–10.9)  84 s": the median and the range of each figure. */
export function lineOf(fault: Fault, results: RoundResult[], ms: number): string {
  const good = results.filter((result) => result.figures !== undefined);
  const names = [...new Set(good.flatMap((result) => Object.keys(result.figures ?? {})))];
  const figures = names.map((name) => {
    const values = good.map((result) => result.figures?.[name] ?? Number.NaN);
    return `${name} ${spreadOf(values.filter((value) => !Number.isNaN(value)))}`;
  });
  const mark = good.length === results.length ? "✓" : "✗";
  const share = `${good.length}/${results.length}`;
  const head = `${mark} ${fault.id.padEnd(4)} ${share.padStart(7)}  ${fault.title}`;
  return [head, ...figures, `${(ms / 1000).toFixed(0)} s`].join(" · ");
}

function spreadOf(values: number[]): string {
  const sorted = values.toSorted((one, other) => one - other);
  const [least = 0] = sorted;
  const most = sorted.at(-1) ?? 0;
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return least === most ? show(most) : `${show(median)} (${show(least)}–${show(most)})`;
}

const show = (value: number) =>
  Number.isInteger(value) || value >= 100 ? value.toFixed(0) : value.toFixed(2);
