import { NBSP } from "./numbers.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds as `850 ms`, `4.2 s`, `18 s`, `3 min 12 s`, `2 h 05 min`, `1 d 7 h`. Negative ones read as `0 ms`. */
export function duration(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole < SECOND) return `${whole}${NBSP}ms`;
  if (whole < 9950) return `${(whole / SECOND).toFixed(1).replace(/\.0$/, "")}${NBSP}s`;
  return longer(Math.round(whole / SECOND) * SECOND);
}

/** Time that still goes by, in whole seconds, so that it does not flicker: `4 s`, `3 min 12 s`. */
export function elapsed(ms: number): string {
  return longer(Math.max(0, Math.floor(ms / SECOND)) * SECOND);
}

/**
 * An estimate, `≈ 2 min 40 s`, rounded up to a step that suits its size: 5 s below a minute, 10 s below ten minutes,
 * a minute below an hour, then 5 min. A promise that is kept early is forgiven.
 */
export function about(ms: number): string {
  const step =
    ms < MINUTE ? 5 * SECOND : ms < 10 * MINUTE ? 10 * SECOND : ms < HOUR ? MINUTE : 5 * MINUTE;
  const rounded = Math.max(step, Math.ceil(ms / step) * step);
  return `≈${NBSP}${longer(rounded, true)}`;
}

/** Whole seconds as two parts at most; `trim` leaves out a second part of nothing (`3 min` for `3 min 00 s`). */
function longer(ms: number, trim = false): string {
  if (ms < MINUTE) return `${ms / SECOND}${NBSP}s`;
  if (ms < HOUR) return two(ms, MINUTE, "min", SECOND, "s", trim);
  if (ms < DAY) return two(ms, HOUR, "h", MINUTE, "min", trim);
  return two(ms, DAY, "d", HOUR, "h", true, false);
}

function two(
  ms: number,
  big: number,
  bigUnit: string,
  small: number,
  smallUnit: string,
  trim: boolean,
  pad = true,
): string {
  const first = Math.floor(ms / big);
  const second = Math.floor((ms % big) / small);
  const head = `${first}${NBSP}${bigUnit}`;
  if (trim && second === 0) return head;
  return `${head}${NBSP}${pad ? String(second).padStart(2, "0") : second}${NBSP}${smallUnit}`;
}
