import { pino } from "pino";

/** What the process itself says, as JSON lines. Log lines of runs are rows, not this. */
export const log = pino({
  // Not from the settings: those are read at first use, and this is loaded by everything.
  level: process.env["LOG_LEVEL"] || "info",
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
