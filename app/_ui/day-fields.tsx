"use client";

import type { KeyboardEvent } from "react";
import { Button } from "./button.tsx";
import { FilterForm } from "./filter-form.tsx";

type Props = {
  action: string;
  /** The other filters. */
  keep: Record<string, string>;
  /** Whose days they are, for those who can't see where they stand. */
  label: string;
  /** Before the fields' names in the address, where `from` and `to` are another filter's. */
  prefix?: string;
  from: string | undefined;
  to: string | undefined;
};

/** First and last day in the platform's own date fields. */
export function DayFields({ action, keep, label, prefix = "", from, to }: Props) {
  // Arrow keys belong to the date field, not to the list around it.
  const stay = (event: KeyboardEvent) => event.stopPropagation();
  return (
    // Listens only; the fields are what can be operated.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={stay}>
      <FilterForm action={action} keep={keep} className="days" label={label}>
        <label>
          From{" "}
          <input
            type="date"
            name={`${prefix}from`}
            defaultValue={from}
            min="2000-01-01"
            max="2199-12-31"
          />
        </label>
        <label>
          To{" "}
          <input
            type="date"
            name={`${prefix}to`}
            defaultValue={to}
            min="2000-01-01"
            max="2199-12-31"
          />
        </label>
        <Button type="submit" small>
          Show these days
        </Button>
      </FilterForm>
    </div>
  );
}
