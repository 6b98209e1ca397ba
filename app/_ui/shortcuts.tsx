"use client";

import { useEffect, useEffectEvent } from "react";
import { readCookie } from "./cookies.ts";

export type Shortcut = { keys: string; label: string; run: () => void };

/** Keys wait this long for the second one of a pair such as "g d". */
const PAIR_MS = 1200;

const registered = new Map<string, Shortcut>();
let started: { key: string; at: number } | undefined;

/**
 * Registers keys ("/", "?", "g d") while the calling part stands on the page. Single keys never fire inside fields or with
 * modifiers, and rest when the person has switched them off.
 */
export function useShortcut(keys: string, label: string, run: () => void) {
  const fire = useEffectEvent(run);
  useEffect(() => {
    const shortcut = { keys, label, run: () => fire() };
    register(shortcut);
    return () => unregister(shortcut);
  }, [keys, label]);
}

/** What the help lists: exactly what is registered now. */
export const registeredShortcuts = (): Shortcut[] => [...registered.values()];

export const shortcutsOff = () => readCookie("shortcuts") === "off";

function register(shortcut: Shortcut) {
  if (registered.size === 0) document.addEventListener("keydown", onKey);
  registered.set(shortcut.keys, shortcut);
}

function unregister(shortcut: Shortcut) {
  // A part that came later may have taken the same keys.
  if (registered.get(shortcut.keys) === shortcut) registered.delete(shortcut.keys);
  if (registered.size === 0) document.removeEventListener("keydown", onKey);
}

function onKey(event: KeyboardEvent) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat)
    return;
  if (isTyping(event.target) || shortcutsOff()) return;
  const pair =
    started && Date.now() - started.at < PAIR_MS ? `${started.key} ${event.key}` : undefined;
  started = undefined;
  const found = (pair && registered.get(pair)) || registered.get(event.key);
  if (found) {
    event.preventDefault();
    found.run();
  } else if ([...registered.keys()].some((keys) => keys.startsWith(`${event.key} `))) {
    started = { key: event.key, at: Date.now() };
  }
}

/** Open dialogs and lists have keys of their own. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest(
      "input:not([type=checkbox], [type=radio]), textarea, select, [role=dialog], [role=alertdialog], [popover]",
    ) !== null
  );
}
