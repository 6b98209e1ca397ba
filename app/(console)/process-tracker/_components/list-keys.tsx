"use client";

import { pressInRow, unlessCovered, useRowKeys, useTickKeys } from "../../../_ui/row-keys.ts";
import { useShortcut } from "../../../_ui/shortcuts.tsx";
import { ticked } from "./ticked.ts";

const LIST = { rows: "tr[data-run]", noun: "run" };

/** Keys of the list, besides those of every list: "." opens the menu of the run that has the focus; Enter opens a run by itself. */
export function ListKeys() {
  useRowKeys(LIST);
  useShortcut(".", "Menu of the run", () => pressInRow(LIST.rows, "[popovertarget]"));
  return null;
}

/** Keys for those who may tick: r and s do with what is ticked what their buttons say. */
export function BarKeys() {
  useTickKeys(LIST, ticked.clear);
  useShortcut("r", "Retry the selected runs", () => press("retry"));
  useShortcut("s", "Stop the selected runs", () => press("stop"));
  return null;
}

const press = (deed: string) => unlessCovered(`#ticked[data-any] [name=deed][value=${deed}]`);
