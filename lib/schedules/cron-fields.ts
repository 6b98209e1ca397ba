/** What a field of an expression may hold. Names count from `first`. */
type Field = { name: string; min: number; max: number; names?: string[]; marks?: RegExp };

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const FIELDS: readonly Field[] = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of month", min: 1, max: 31, marks: /^(?:L|LW|(?:[1-9]|[12]\d|3[01])W)$/i },
  { name: "month", min: 1, max: 12, names: MONTHS },
  { name: "day of week", min: 0, max: 7, names: DAYS, marks: /^(?:[0-7]|[a-z]{3})(?:L|#[1-5])$/i },
];

/** More entries than a field has values repeat themselves. */
const ENTRIES_MAX = 60;
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The values that a field names, or null where it names days by a rule of their own (L, W, #). */
type Values = Set<number> | null;

/**
 * Why an expression can't be used, or undefined. Everything is bounded before anything is expanded: five fields, 60 entries in
 * each, numbers within their field.
 */
export function cronFault(expression: string): string | undefined {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== FIELDS.length)
    return "An expression has five fields: minute, hour, day of month, month, day of week.";
  try {
    const [, , days, months, weekdays] = fields.map((text, at) => valuesOf(FIELDS[at]!, text));
    return impossibleDate(days!, months!, weekdays!);
  } catch (error) {
    return (error as Error).message;
  }
}

/** Whether the hours are named: then it follows the clock on the wall; else elapsed time. */
export function namesHours(expression: string): boolean {
  return valuesOf(FIELDS[1]!, expression.trim().split(/\s+/)[1] ?? "*")?.size !== 24;
}

function valuesOf(field: Field, text: string): Values {
  const entries = text.split(",");
  if (entries.length > ENTRIES_MAX)
    throw new Error(`The ${field.name} has more than ${ENTRIES_MAX} entries.`);
  const values = new Set<number>();
  let byRule = false;
  for (const entry of entries) {
    if (field.marks?.test(entry)) byRule = true;
    else addEntry(field, entry, values);
  }
  return byRule ? null : values;
}

function addEntry(field: Field, entry: string, values: Set<number>): void {
  const found = /^(?:(?<any>[*?])|(?<from>\w+)(?:-(?<to>\w+))?)(?:\/(?<step>\d+))?$/.exec(entry);
  const { any, from = "", to, step } = found?.groups ?? {};
  if (!found || (step && !any && !to))
    throw new Error(`The ${field.name} “${entry}” can't be read.`);
  const low = any ? field.min : numberOf(field, from);
  const high = any ? field.max : to === undefined ? low : lastOf(field, to);
  const width = step === undefined ? 1 : Number(step);
  if (low > high) throw new Error(`The ${field.name} “${entry}” ends before it begins.`);
  if (width < 1 || width > field.max)
    throw new Error(`The step “/${step}” is not between 1 and ${field.max}.`);
  for (let value = low; value <= high; value += width) values.add(value);
}

/** A week may end on Sunday: FRI-SUN. */
const lastOf = (field: Field, text: string) =>
  field.max === 7 && text.toLowerCase() === "sun" ? 7 : numberOf(field, text);

function numberOf(field: Field, text: string): number {
  const name = field.names?.indexOf(text.toLowerCase()) ?? -1;
  const value = name >= 0 ? name + field.min : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw new Error(`The ${field.name} “${text}” can't be read.`);
  if (value < field.min || value > field.max)
    throw new Error(`The ${field.name} ${text} is not between ${field.min} and ${field.max}.`);
  return value;
}

/** With a weekday given too, either of the two is enough, and such a plan has days. */
function impossibleDate(days: Values, months: Values, weekdays: Values): string | undefined {
  if (!days || !months || (weekdays?.size ?? 0) < 8) return undefined;
  const first = Math.min(...days);
  if ([...months].some((month) => first <= MONTH_DAYS[month - 1]!)) return undefined;
  const named = [...months].map((month) => MONTH_NAMES[month - 1]).join(" or ");
  return `There is no ${first} ${named}.`;
}

const MONTH_NAMES = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
