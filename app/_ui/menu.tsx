"use client";

import Link from "next/link";
import {
  useId,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type ToggleEvent,
} from "react";
import { Icon } from "./icon.tsx";

type Props = {
  /** Accessible name of the button: "More for products.csv #12". */
  label: string;
  /** What the button shows; three dots without it. */
  trigger?: ReactNode;
  /** Class of the button; by default the quiet one of rows. */
  className?: string;
  /** Which edges of button and list stand above each other. */
  align?: "start" | "end";
  children: ReactNode;
};

/**
 * A button with a list of links and forms under it. The platform's own popover: opens without scripts, closes with
 * Escape or a click beside it and gives the focus back.
 */
export function Menu({
  label,
  trigger,
  className = "btn quiet small",
  align = "end",
  children,
}: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const place = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState === "open") placeBelow(button.current, event.currentTarget, align);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        popoverTarget={id}
        aria-label={label}
        title={trigger ? undefined : label}
      >
        {trigger ?? <Icon name="dots" size={14} />}
      </button>
      {/* Listens for its entries, which are what can be operated. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        id={id}
        popover="auto"
        className={`menu ${align}`}
        onBeforeToggle={place}
        onKeyDown={walk}
        onClick={closeAfter}
        role="group"
        aria-label={label}
      >
        {children}
      </div>
    </>
  );
}

type LinkProps = {
  href: string;
  children: ReactNode;
  keys?: string;
  current?: boolean;
  download?: boolean;
};

/** One address in a menu. */
export function MenuLink({ href, children, keys, current, download }: LinkProps) {
  const inside = (
    <>
      {children}
      {keys && <kbd aria-hidden="true">{keys}</kbd>}
    </>
  );
  const attributes = {
    className: current ? "on" : undefined,
    "aria-current": current || undefined,
    "aria-keyshortcuts": keys,
  };
  if (download) {
    return (
      <a href={href} download {...attributes}>
        {inside}
      </a>
    );
  }
  return (
    <Link href={href} prefetch={false} {...attributes}>
      {inside}
    </Link>
  );
}

/** Browsers without anchor positioning get the same place by measuring. */
function placeBelow(button: HTMLElement | null, list: HTMLElement, align: "start" | "end") {
  if (!button || CSS.supports("position-area", "block-end")) return;
  const box = button.getBoundingClientRect();
  const width = Math.min(248, window.innerWidth - 16);
  const left = align === "end" ? box.right - width : box.left;
  list.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`;
  list.style.top = `${box.bottom}px`;
}

/** Arrow keys, Home and End walk through the entries, as people expect of a menu; Tab works too. */
function walk(event: KeyboardEvent<HTMLDivElement>) {
  const entries = [
    ...event.currentTarget.querySelectorAll<HTMLElement>("a, button:not([tabindex='-1'])"),
  ];
  const at = entries.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  entries.at(to % entries.length)?.focus();
}

/** The page may change without a new document; the list must not stay over it. */
function closeAfter(event: MouseEvent<HTMLDivElement>) {
  const chosen = (event.target as HTMLElement).closest("a, button");
  if (chosen && !(chosen as HTMLElement).dataset.stay) event.currentTarget.hidePopover();
}
