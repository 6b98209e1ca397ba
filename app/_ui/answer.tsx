"use client";

import Link from "next/link";
import { Fragment, useEffect, useRef, type ReactNode } from "react";
import { count } from "#lib/text/numbers.ts";
import { Icon } from "./icon.tsx";

type Props = {
  /** What it tells; a new one comes into view, for who ticked the last rows of a long list does not see its head. */
  of: object;
  onDismiss: () => void;
  children: ReactNode;
};

/** What became of the ticked rows; it stays until it is dismissed. */
export function Answer({ of, onDismiss, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: "nearest" }), [of]);
  return (
    <div ref={box} className="flash answer">
      <div>{children}</div>
      <button type="button" className="e btn quiet small" aria-label="Dismiss" onClick={onDismiss}>
        <Icon name="x" size={12} />
      </button>
    </div>
  );
}

/** More than this are not named one by one. */
const NAMED_MAX = 12;

type GroupProps = {
  all: Array<{ key: string | number; said: ReactNode }>;
  children: ReactNode;
};

/** "3 stopped: this; that; those": the number, and the first of them by name. */
export function AnswerGroup({ all, children }: GroupProps) {
  if (all.length === 0) return null;
  const more = all.length - NAMED_MAX;
  return (
    <p>
      <b>
        {count(all.length)} {children}:
      </b>{" "}
      {all.slice(0, NAMED_MAX).map(({ key, said }, at) => (
        <Fragment key={key}>
          {at > 0 && "; "}
          {said}
        </Fragment>
      ))}
      {more > 0 && <> and {count(more)} more</>}
    </p>
  );
}

/** The number of a run, as a link. */
export function RunLink({ runId }: { runId: number }) {
  return (
    <Link className="link" href={`/process-tracker/${runId}`} prefetch={false}>
      #{runId}
    </Link>
  );
}
