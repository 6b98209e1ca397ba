import { NO_SCHEDULE_FILTERS, type ScheduleFilters } from "#lib/schedules/list-input.ts";
import { ButtonLink } from "../../../_ui/button.tsx";
import { Void } from "../../../_ui/void.tsx";
import { listHref } from "./list-href.ts";

type Props = { filters: ScheduleFilters; narrowed: boolean };

/** Empty because nothing matches is not empty because there is nothing. */
export function NoSchedules({ filters, narrowed }: Props) {
  const { domain, sort, order } = filters;
  if (filters.before || filters.after) {
    return (
      <Void
        title="There is no further page"
        actions={<ButtonLink href={listHref(filters)}>To the first page</ButtonLink>}
      >
        <p>The list ends here.</p>
      </Void>
    );
  }
  if (narrowed) {
    return (
      <Void
        title="No such jobs"
        line="calm"
        actions={
          <ButtonLink href={listHref({ ...NO_SCHEDULE_FILTERS, domain, sort, order })}>
            Reset the filters
          </ButtonLink>
        }
      >
        <p>No scheduled job matches all of these filters.</p>
      </Void>
    );
  }
  return (
    <Void title="No jobs are scheduled here" line="calm">
      <p>
        A domain gets its scheduled jobs when it is created; a worker adds those of a new version at
        its next start.
      </p>
    </Void>
  );
}
