import type { Upcoming } from "#lib/schedules/upcoming.ts";
import type { UpcomingFilters } from "#lib/schedules/upcoming-input.ts";
import { ButtonLink } from "../../../../_ui/button.tsx";
import { Void } from "../../../../_ui/void.tsx";
import { SPAN } from "./head.tsx";
import { upcomingHref } from "./upcoming-href.ts";

type Props = { filters: UpcomingFilters; upcoming: Upcoming };

/** Empty because nothing matches is not empty because nothing is planned. */
export function Nothing({ filters, upcoming: { summary, quietCount } }: Props) {
  if (filters.only || (filters.q && summary.scheduleCount === 0)) {
    const reset = upcomingHref(filters, { q: "", only: undefined });
    return (
      <Void
        title="No such jobs"
        line="calm"
        actions={<ButtonLink href={reset}>Reset the filters</ButtonLink>}
      >
        <p>No scheduled job matches these filters.</p>
      </Void>
    );
  }
  const further = filters.reach !== "7d" && quietCount > 0;
  return (
    <Void
      title="Nothing is due here"
      line="calm"
      actions={
        further ? (
          <ButtonLink href={upcomingHref(filters, { reach: "7d" })}>Look at 7 days</ButtonLink>
        ) : (
          <ButtonLink href="/scheduled-jobs">Scheduled jobs</ButtonLink>
        )
      }
    >
      <p>
        Nothing was or comes due within {SPAN[filters.reach]} of now. Jobs that are disabled start
        by hand only.
      </p>
    </Void>
  );
}
