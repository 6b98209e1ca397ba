"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import { writeCookie } from "./cookies.ts";
import { Icon } from "./icon.tsx";

export type FlashMessage = { text: string; href?: string; linkText?: string };

const SHOWN_MS = 15_000;

/**
 * What an action has to say on the page after it. Drawn by the server from a cookie that lasts 15 s; where scripts run it
 * goes after 15 s without pointer or focus on it, and can be dismissed.
 */
export function Flash({ message }: { message: FlashMessage | null }) {
  const [shown, setShown] = useState(message);
  const [given, setGiven] = useState(message);
  const [held, setHeld] = useState(false);
  if (message !== null && message !== given) {
    setGiven(message);
    setShown(message);
  }
  useEffect(() => writeCookie("flash", ""), [given]);
  useEffect(() => {
    if (shown === null || held) return;
    const timer = setTimeout(() => setShown(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown, held]);
  return (
    <div role="status" className="flashes">
      {shown && <Banner message={shown} onHold={setHeld} onDismiss={() => setShown(null)} />}
    </div>
  );
}

type BannerProps = {
  message: FlashMessage;
  onHold: (held: boolean) => void;
  onDismiss: () => void;
};

function Banner({ message, onHold, onDismiss }: BannerProps) {
  return (
    // Listens only; the link and the button are what can be operated.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className="flash"
      onMouseEnter={() => onHold(true)}
      onMouseLeave={() => onHold(false)}
      onFocus={() => onHold(true)}
      onBlur={() => onHold(false)}
    >
      <span>
        {message.text}{" "}
        {message.href && (
          <Link className="link" href={message.href} prefetch={false}>
            {message.linkText ?? "Show"}
          </Link>
        )}
      </span>
      <button type="button" className="e btn quiet small" aria-label="Dismiss" onClick={onDismiss}>
        <Icon name="x" size={12} />
      </button>
    </div>
  );
}
