"use client";

import { useShortcut } from "../../../_ui/shortcuts.tsx";

/** j and k walk through the runs, "." opens the menu of the one that has the focus; Enter opens a run by itself. */
export function ListKeys() {
  useShortcut("j", "Next run", () => move(1));
  useShortcut("k", "Previous run", () => move(-1));
  useShortcut(".", "Menu of the run", () =>
    rowOf(document.activeElement)?.querySelector<HTMLElement>("[popovertarget]")?.click(),
  );
  return null;
}

const rowOf = (element: Element | null) => element?.closest<HTMLElement>("tr[data-run]") ?? null;

function move(by: 1 | -1) {
  const links = [...document.querySelectorAll<HTMLElement>("tr[data-run] .id")];
  const here = rowOf(document.activeElement)?.querySelector<HTMLElement>(".id");
  const at = here ? links.indexOf(here) + by : by === 1 ? 0 : links.length - 1;
  links[Math.min(links.length - 1, Math.max(0, at))]?.focus();
}
