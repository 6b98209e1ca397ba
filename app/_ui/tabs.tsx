import Link from "next/link";
import type { ReactNode } from "react";
import { count as written } from "#lib/text/numbers.ts";

export type Tab = {
  href: string;
  label: ReactNode;
  count?: number;
  cap?: number;
  current?: boolean;
};

type Props = { label: string; tabs: Tab[]; className?: "tabs" | "views"; children?: ReactNode };

/** Tabs are addresses: links with `aria-current`. "views" stands over a list, "tabs" over a window or a panel. */
export function Tabs({ label, tabs, className = "tabs", children }: Props) {
  return (
    <nav className={className} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          prefetch={false}
          aria-current={tab.current ? "page" : undefined}
        >
          {tab.label}{" "}
          {tab.count !== undefined && <span className="dim">{written(tab.count, tab.cap)}</span>}
        </Link>
      ))}
      {children}
    </nav>
  );
}
