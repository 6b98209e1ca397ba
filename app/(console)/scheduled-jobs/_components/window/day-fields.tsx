"use client";

import type { KeyboardEvent } from "react";
import { Button } from "../../../../_ui/button.tsx";
import { FilterForm } from "../../../../_ui/filter-form.tsx";

type Props = {
  action: string;
  keep: Record<string, string>;
  from: string | undefined;
  to: string | undefined;
};

/** First and last day in the platform's own date fields. */
export function DayFields({ action, keep, from, to }: Props) {
  // Arrow keys belong to the date field, not to the list around it.
  const stay = (event: KeyboardEvent) => event.stopPropagation();
  return (
    // Listens only; the fields are what can be operated.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={stay}>
      <FilterForm action={action} keep={keep} className="days" label="Days of the executions">
        <label>
          From{" "}
          <input
            type="date"
            name="run-from"
            defaultValue={from}
            min="2000-01-01"
            max="2199-12-31"
          />
        </label>
        <label>
          To <input type="date" name="run-to" defaultValue={to} min="2000-01-01" max="2199-12-31" />
        </label>
        <Button type="submit" small>
          Show these days
        </Button>
      </FilterForm>
    </div>
  );
}
