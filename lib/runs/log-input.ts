import { z } from "zod";
import { localPath } from "../text/local-path.ts";
import { queryValue } from "../text/query-value.ts";
import { LOG_LEVELS, type LogLevel } from "./status.ts";

/** Which lines: undefined levels mean all of them. */
export type LogFilter = { levels?: readonly LogLevel[]; step?: string };

/** Where: from a line on, before one, around one, or the end. Sequence numbers count from 1. */
export type LogPlace = { after: number } | { before: number } | { around: number } | { end: true };

/** People start without debug lines, as the drawing has it. */
export const DEFAULT_LEVELS: readonly LogLevel[] = ["info", "warning", "error"];

const seq = z.coerce.number().int().min(0).max(2_147_483_647);

/** The address of the log: `?levels=info,error&step=check-file&line=12&before=200&view=page&q=…`. Wrong values count as absent. */
export const LogQuery = z.object({
  levels: z
    .string()
    .transform(levelsOf)
    .catch([...DEFAULT_LEVELS])
    .default([...DEFAULT_LEVELS]),
  step: z.preprocess(queryValue, z.string().min(1).max(100).optional()).catch(undefined),
  line: seq.min(1).optional().catch(undefined),
  after: seq.optional().catch(undefined),
  before: seq.optional().catch(undefined),
  q: z.preprocess(queryValue, z.string().max(200)).catch(""),
  /** The page of the scheduled jobs over which the window stands, and to which it closes; else that of the run. */
  over: z
    .string()
    .transform(localPath)
    .refine((path) => /^\/scheduled-jobs(?:[/?]|$)/.test(path))
    .optional()
    .catch(undefined),
  view: z.enum(["window", "page"]).default("window").catch("window"),
  limit: z.coerce.number().int().min(1).max(1000).default(200).catch(200),
});

export type LogQuery = z.output<typeof LogQuery>;

/** `info,error` as levels; what is none is left out. */
function levelsOf(text: string): LogLevel[] {
  const asked = text.split(",");
  return LOG_LEVELS.filter((level) => asked.includes(level));
}

/** The place that an address names. */
export function placeOf({
  line,
  after,
  before,
}: Pick<LogQuery, "line" | "after" | "before">): LogPlace {
  if (after !== undefined) return { after };
  if (before !== undefined) return { before };
  return line === undefined ? { end: true } : { around: line };
}
