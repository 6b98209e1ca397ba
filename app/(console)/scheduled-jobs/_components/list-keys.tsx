"use client";

import { pressInRow, unlessCovered, useRowKeys, useTickKeys } from "../../../_ui/row-keys.ts";
import { useShortcut } from "../../../_ui/shortcuts.tsx";
import { ticked } from "./ticked.ts";

const LIST = { rows: "tr[data-schedule]", noun: "job" };

/** Keys of the list, besides those of every list: o opens the log, r runs what is ticked. */
export function ListKeys() {
  useRowKeys(LIST);
  useTickKeys(LIST, ticked.clear);
  useShortcut("o", "Open the log", () => pressInRow(LIST.rows, "a.log"));
  useShortcut("r", "Run the selected jobs now", () =>
    unlessCovered("#ticked [name=deed][value=run]"),
  );
  return null;
}
