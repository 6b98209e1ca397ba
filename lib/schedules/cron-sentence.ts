import cronstrue from "cronstrue";

/** A raw expression in words, as croner reads it: `At 06:00, Monday through Friday`. On the server only. */
export function cronSentence(expression: string): string {
  try {
    return eitherDay(expression, cronstrue.toString(expression, OPTIONS));
  } catch {
    return `Cron ${expression}`;
  }
}

const OPTIONS = {
  use24HourTimeFormat: true,
  dayOfWeekStartIndexZero: true,
  throwExceptionOnParseError: true,
};

/** With day of month and weekday both named either is enough; the library's "and" reads as if both were needed. */
function eitherDay(expression: string, sentence: string): string {
  const [, , days, , weekdays] = expression.split(" ");
  const both = [days, weekdays].every((field) => field && !/^[*?]/.test(field));
  return both ? sentence.replace(BEFORE_WEEKDAY, ", or ") : sentence;
}

const BEFORE_WEEKDAY =
  /, (?:and )?(?=(?:only )?(?:on )?(?:the \w+ )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)/;
