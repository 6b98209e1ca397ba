"use client";

import { pressInRow, unlessCovered, useClearKey, useRowKeys } from "../../../_ui/row-keys.ts";
import { useShortcut } from "../../../_ui/shortcuts.tsx";
import { ticked } from "./ticked.ts";

const ROWS = "tr[data-run]";

/** Keys of the list, besides those of every list: "." opens the menu of the run that has the focus; Enter opens a run by itself. */
export function ListKeys() {
  useRowKeys({ rows: ROWS, noun: "run" });
  useShortcut(".", "Menu of the run", () => pressInRow(ROWS, "[popovertarget]"));
  return null;
}

/** Keys of the bar: r and s do with what is ticked what their buttons say, Escape clears. */
export function BarKeys() {
  useShortcut("r", "Retry the selected runs", () => press("retry"));
  useShortcut("s", "Stop the selected runs", () => press("stop"));
  useClearKey(ticked.clear);
  return null;
}

const press = (deed: string) => unlessCovered(`#ticked[data-any] [name=deed][value=${deed}]`);
