import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

type SortProps = {
  children: ReactNode;
  /** The same page sorted by this column, in the other direction where it is the sorted one. */
  href: string;
  sorted?: "ascending" | "descending";
  num?: boolean;
  className?: string;
};

/** A column head that sorts: a link, with `aria-sort` on the sorted one. */
export function SortHeader({ children, href, sorted, num, className }: SortProps) {
  return (
    <th scope="col" aria-sort={sorted} className={num ? `num ${className ?? ""}` : className}>
      <Link href={href} prefetch={false} scroll={false}>
        {children}
        {sorted && <Icon name={sorted === "ascending" ? "up" : "chev"} />}
      </Link>
    </th>
  );
}

/** Lets a table or a log scroll sideways inside itself; reachable by keyboard, named. */
export function Scroller({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <div
      className={className ? `scroller ${className}` : "scroller"}
      role="region"
      aria-label={label}
      // What scrolls must be reachable with the keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {children}
    </div>
  );
}

/** The foot of a list: what is shown at the left, older and newer at the right. */
export function Pager({
  children,
  newer,
  older,
  words: [back, on] = ["Newer", "Older"],
}: {
  children?: ReactNode;
  newer?: string | null;
  older?: string | null;
  /** Where the list is not in the order of time. */
  words?: [string, string];
}) {
  return (
    <div className="foot">
      {children && <span>{children}</span>}
      {(newer || older) && (
        <nav className="r" aria-label="Pages">
          <Page href={newer} rel="prev" icon="up">
            {back}
          </Page>
          <Page href={older} rel="next" icon="chev">
            {on}
          </Page>
        </nav>
      )}
    </div>
  );
}

function Page({
  href,
  rel,
  icon,
  children,
}: {
  href?: string | null;
  rel: string;
  icon: "up" | "chev";
  children: string;
}) {
  if (!href) return null;
  return (
    <Link className="btn quiet small" href={href} rel={rel} prefetch={false}>
      <Icon name={icon} size={11} />
      {children}
    </Link>
  );
}
