"use client";

import { useEffect } from "react";
import { useShortcut } from "../../../_ui/shortcuts.tsx";
import { ticked } from "./ticked.ts";

/** Keys of the list: j and k go from row to row, x ticks, o opens the log, r runs what is ticked, Escape clears. */
export function ListKeys() {
  useShortcut("j", "Next job", () => step(1));
  useShortcut("k", "Previous job", () => step(-1));
  useShortcut("x", "Select the job", () => click("input[type=checkbox]"));
  useShortcut("o", "Open the log", () => click("a.log"));
  useShortcut("r", "Run the selected jobs now", () =>
    unlessCovered("#ticked [name=deed][value=run]"),
  );
  useEffect(() => {
    document.addEventListener("keydown", onEscape);
    return () => document.removeEventListener("keydown", onEscape);
  }, []);
  return null;
}

/** Under a window the list rests. */
function unlessCovered(selector: string) {
  if (document.querySelector("dialog[open]")) return;
  document.querySelector<HTMLElement>(selector)?.click();
}

/** Fields and whatever is open keep their Escape. */
function onEscape(event: KeyboardEvent) {
  const target = event.target as HTMLElement;
  const isField = target.matches("input:not([type=checkbox]), select, textarea");
  const isOpen = document.querySelector("dialog[open], [role=alertdialog], :popover-open");
  if (event.key === "Escape" && !event.defaultPrevented && !isField && !isOpen) ticked.clear();
}

const rows = () => [...document.querySelectorAll<HTMLElement>("tr[data-schedule]")];
const current = () => document.activeElement?.closest<HTMLElement>("tr[data-schedule]");

function step(by: number) {
  const all = rows();
  const here = current();
  const at = here ? all.indexOf(here) + by : by > 0 ? 0 : all.length - 1;
  all[Math.max(0, Math.min(all.length - 1, at))]?.querySelector<HTMLElement>("a.id")?.focus();
}

const click = (selector: string) => current()?.querySelector<HTMLElement>(selector)?.click();
