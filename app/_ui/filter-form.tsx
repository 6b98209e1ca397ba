"use client";

import { useRouter } from "next/navigation";
import { useTransition, type ReactNode, type SubmitEvent } from "react";

type Props = {
  /** The page's own path. */
  action: string;
  /** What must stay in the address and has no control here: `domain`, `sort`, … Empty ones are left out. */
  keep?: Record<string, string | undefined>;
  children: ReactNode;
  className?: string;
  label?: string;
};

/**
 * Filters as a plain GET form. Where scripts run, the address changes without a new document and the rows that stand
 * are dimmed until the answer comes.
 */
export function FilterForm({ action, keep = {}, children, className, label }: Props) {
  const router = useRouter();
  const [busy, start] = useTransition();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const submitter = event.nativeEvent.submitter;
    const data = new FormData(event.currentTarget, submitter);
    start(() => router.push(addressOf(action, data)));
  };
  return (
    <form
      method="get"
      action={action}
      onSubmit={submit}
      className={className}
      role="search"
      aria-label={label}
      data-filters
      aria-busy={busy}
    >
      {Object.entries(keep).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      {children}
    </form>
  );
}

function addressOf(path: string, data: FormData): string {
  const query = new URLSearchParams();
  for (const [name, value] of data) {
    if (typeof value === "string" && value.trim() !== "") query.append(name, value.trim());
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
