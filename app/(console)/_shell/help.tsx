"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useEffectEvent, useState } from "react";
import { registeredShortcuts, useShortcut, type Shortcut } from "../../_ui/shortcuts.tsx";
import { withDomain } from "./domain.ts";

// Loaded when somebody asks: nobody else pays for the dialog.
const HelpDialog = lazy(async () => ({ default: (await import("./help-dialog.tsx")).HelpDialog }));

const ASKED = "nightshift:help";

/** In the person's menu, for people who have switched the keys off or have none. */
export function HelpButton() {
  return (
    <button type="button" onClick={() => document.dispatchEvent(new Event(ASKED))}>
      Keyboard shortcuts… <kbd aria-hidden="true">?</kbd>
    </button>
  );
}

/** "?" and what it opens. */
export function Help() {
  const [shortcuts, setShortcuts] = useState<Shortcut[] | null>(null);
  const open = () => setShortcuts(registeredShortcuts());
  useShortcut("?", "Show these keys", open);
  useAsked(open);
  if (!shortcuts) return null;
  return (
    <Suspense fallback={null}>
      <HelpDialog shortcuts={shortcuts} onClose={() => setShortcuts(null)} />
    </Suspense>
  );
}

function useAsked(open: () => void) {
  const onAsked = useEffectEvent(open);
  useEffect(() => {
    const listener = () => onAsked();
    document.addEventListener(ASKED, listener);
    return () => document.removeEventListener(ASKED, listener);
  }, []);
}

/** "g" and the key of a page. */
export function PageKey({ keys, label, href }: { keys: string; label: string; href: string }) {
  const router = useRouter();
  useShortcut(keys, label, () =>
    router.push(withDomain(href, new URLSearchParams(location.search).get("domain"))),
  );
  return null;
}
