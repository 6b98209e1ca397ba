"use client";

import { useRef } from "react";
import { Icon } from "./icon.tsx";
import { useShortcut } from "./shortcuts.tsx";

type Props = { name?: string; label: string; defaultValue?: string };

/** The free text of a list; `/` leads to it, Enter applies it. */
export function SearchField({ name = "q", label, defaultValue }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useShortcut("/", label, () => {
    input.current?.focus();
    input.current?.select();
  });
  return (
    <label className="field search">
      <Icon name="find" />
      <input
        ref={input}
        key={defaultValue}
        type="search"
        name={name}
        defaultValue={defaultValue}
        placeholder={label}
        aria-label={label}
        aria-keyshortcuts="/"
        autoComplete="off"
      />
      <kbd className="desk" aria-hidden="true">
        /
      </kbd>
    </label>
  );
}
