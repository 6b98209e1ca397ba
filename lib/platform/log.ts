import { pino } from "pino";
import { settings } from "./env.ts";

/** What the process itself says, as JSON lines. Log lines of runs are rows, not this. */
export const log = pino({
  level: settings().LOG_LEVEL,
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: [
    "password",
    "*.password",
    "authorization",
    "*.authorization",
    "cookie",
    "*.cookie",
    "token",
    "*.token",
  ],
});
