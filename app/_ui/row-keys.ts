"use client";

import { useEffect, useEffectEvent } from "react";
import { useShortcut } from "./shortcuts.tsx";

type Keyed = {
  /** Selector of the list's rows. */
  rows: string;
  /** What a row is, for the help. */
  noun: string;
};

/** Keys of a list: j and k go from row to row. */
export function useRowKeys({ rows, noun }: Keyed) {
  useShortcut("j", `Next ${noun}`, () => step(rows, 1));
  useShortcut("k", `Previous ${noun}`, () => step(rows, -1));
}

/** Keys of a list with ticks: x ticks the row, Escape takes all ticks away. */
export function useTickKeys({ rows, noun }: Keyed, clear: () => void) {
  useShortcut("x", `Select the ${noun}`, () => pressInRow(rows, "input[type=checkbox]"));
  // Only for the list of keys: it is no letter, and works where letters are switched off.
  useShortcut("Esc", "Clear the selection", () => undefined);
  useClearKey(clear);
}

/** Presses something in the row that has the focus. */
export function pressInRow(rows: string, selector: string) {
  current(rows)?.querySelector<HTMLElement>(selector)?.click();
}

/** Presses something of the list; under a window the list rests. */
export function unlessCovered(selector: string) {
  if (document.querySelector("dialog[open], [role=alertdialog]")) return;
  document.querySelector<HTMLElement>(selector)?.click();
}

/** Fields and whatever is open keep their Escape. */
function useClearKey(clear: () => void) {
  const fire = useEffectEvent(clear);
  useEffect(() => {
    const onEscape = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const isField = target.matches("input:not([type=checkbox]), select, textarea");
      const isOpen = document.querySelector("dialog[open], [role=alertdialog], :popover-open");
      if (event.key === "Escape" && !event.defaultPrevented && !isField && !isOpen) fire();
    };
    document.addEventListener("keydown", onEscape);
    return () => document.removeEventListener("keydown", onEscape);
  }, []);
}

const current = (rows: string) => document.activeElement?.closest<HTMLElement>(rows);

function step(selector: string, by: 1 | -1) {
  const all = [...document.querySelectorAll<HTMLElement>(selector)];
  const here = current(selector);
  const at = here ? all.indexOf(here) + by : by > 0 ? 0 : all.length - 1;
  all[Math.max(0, Math.min(all.length - 1, at))]?.querySelector<HTMLElement>("a.id")?.focus();
}
