import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

type Props = {
  children: ReactNode;
  /** The same page without this filter. */
  href: string;
  /** "Remove the filter Created since Fri 21:42". */
  removeLabel: string;
};

/** An active filter that can be taken away. */
export function Chip({ children, href, removeLabel }: Props) {
  return (
    <span className="chip">
      {children}
      <Link href={href} prefetch={false} aria-label={removeLabel} title={removeLabel}>
        <Icon name="x" />
      </Link>
    </span>
  );
}
