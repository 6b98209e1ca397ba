"use client";

import { pressInRow, unlessCovered, useClearKey, useRowKeys } from "../../../_ui/row-keys.ts";
import { useShortcut } from "../../../_ui/shortcuts.tsx";
import { ticked } from "./ticked.ts";

const ROWS = "tr[data-schedule]";

/** Keys of the list, besides those of every list: o opens the log, r runs what is ticked, Escape clears. */
export function ListKeys() {
  useRowKeys({ rows: ROWS, noun: "job" });
  useShortcut("o", "Open the log", () => pressInRow(ROWS, "a.log"));
  useShortcut("r", "Run the selected jobs now", () =>
    unlessCovered("#ticked [name=deed][value=run]"),
  );
  useClearKey(ticked.clear);
  return null;
}
