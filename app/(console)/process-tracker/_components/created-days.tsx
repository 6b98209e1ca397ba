"use client";

import type { KeyboardEvent } from "react";
import { Button } from "../../../_ui/button.tsx";
import { FilterForm } from "../../../_ui/filter-form.tsx";

type Props = {
  from: string | undefined;
  to: string | undefined;
  /** Query string of the other filters. */
  kept: string;
};

/** First and last day in the platform's own date fields. */
export function CreatedDays({ from, to, kept }: Props) {
  // Arrow keys belong to the date field, not to the list around it.
  const keep = (event: KeyboardEvent) => event.stopPropagation();
  return (
    // Listens only; the fields are what can be operated.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={keep}>
      <FilterForm
        action="/process-tracker"
        keep={Object.fromEntries(new URLSearchParams(kept))}
        className="days"
        label="Days of creation"
      >
        <label>
          From{" "}
          <input type="date" name="from" defaultValue={from} min="2000-01-01" max="2199-12-31" />
        </label>
        <label>
          To <input type="date" name="to" defaultValue={to} min="2000-01-01" max="2199-12-31" />
        </label>
        <Button type="submit" small>
          Show these days
        </Button>
      </FilterForm>
    </div>
  );
}
