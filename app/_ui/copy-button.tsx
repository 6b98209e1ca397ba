"use client";

import { useState, type ReactNode } from "react";

type Props = {
  /** What is copied. */
  text: string;
  /** Accessible name: "Copy the reference". */
  label: string;
  children?: ReactNode;
  className?: string;
};

/** Copies a text and says so. Without the clipboard API (plain HTTP) it goes through a selection. */
export function CopyButton({ text, label, children = "Copy", className = "link soft" }: Props) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    setSaid((await copied(text)) ? "Copied" : "Press Ctrl C");
    setTimeout(() => setSaid(""), 3000);
  };
  return (
    <>
      <button type="button" className={className} aria-label={label} onClick={() => void copy()}>
        {said || children}
      </button>
      <span className="sr" role="status">
        {said}
      </span>
    </>
  );
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelection(text);
  }
}

function copiedBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "sr";
  const focused = document.activeElement as HTMLElement | null;
  document.body.append(field);
  field.select();
  // The only way where a page is not served over HTTPS.
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus();
  return done;
}
