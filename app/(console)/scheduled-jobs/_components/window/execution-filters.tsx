import { STATUS } from "#lib/runs/status.ts";
import {
  EXECUTION_STATUSES,
  executionsQuery,
  SINCE_DAYS,
  type ExecutionFilters,
  type ExecutionsSince,
  type ExecutionStatus,
} from "#lib/schedules/executions-input.ts";
import type { Executions } from "#lib/schedules/executions.ts";
import { EXECUTIONS_CAP } from "#lib/schedules/find-executions.ts";
import { plainDay } from "#lib/text/dates.ts";
import { Chip } from "../../../../_ui/chip.tsx";
import { FilterForm } from "../../../../_ui/filter-form.tsx";
import { Icon, type IconName } from "../../../../_ui/icon.tsx";
import { Menu, MenuLink } from "../../../../_ui/menu.tsx";
import { SearchField } from "../../../../_ui/search-field.tsx";
import { Toggles } from "../../../../_ui/toggles.tsx";
import { DayFields } from "../../../../_ui/day-fields.tsx";

type Props = {
  filters: ExecutionFilters;
  counts: Executions["counts"];
  action: string;
  /** Query string of the list under the window. */
  query: string;
  href: (changes: Partial<ExecutionFilters>) => string;
};

const SINCE_WORDS: Record<ExecutionsSince, string> = {
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
  "90d": "90 days",
};

/** By status with counts, by days, by words. */
export function ExecutionFilterRow({ filters, counts, action, query, href }: Props) {
  const kept = (changes: Partial<ExecutionFilters>) =>
    Object.fromEntries([
      ...new URLSearchParams(query),
      ...new URLSearchParams(executionsQuery(filters, changes)),
    ]);
  const since = filters.since ? SINCE_WORDS[filters.since] : "All days";
  const days = filters.from || filters.to ? "Chosen days" : since;
  return (
    <>
      <div className="flt">
        <FilterForm
          action={action}
          keep={kept({ status: [], q: "" })}
          className="flt-form"
          label="Filter executions"
        >
          <Toggles
            name="run-status"
            label="Status"
            options={togglesOf(counts, filters.status)}
            selected={filters.status}
          />
          <SearchField name="run-q" label="Find" defaultValue={filters.q} />
        </FilterForm>
        <Menu
          label={`${days}, which days`}
          className="btn quiet small"
          trigger={
            <>
              {days} <Icon name="chev" size={11} />
            </>
          }
        >
          <MenuLink href={href({ since: undefined, from: undefined, to: undefined })}>
            All days
          </MenuLink>
          {(Object.keys(SINCE_DAYS) as ExecutionsSince[]).map((each) => (
            <MenuLink
              key={each}
              href={href({ since: each, from: undefined, to: undefined })}
              current={filters.since === each}
            >
              {SINCE_WORDS[each]}
            </MenuLink>
          ))}
          <hr />
          <DayFields
            action={action}
            keep={kept({ since: undefined, from: undefined, to: undefined })}
            label="Days of the executions"
            prefix="run-"
            from={filters.from}
            to={filters.to}
          />
        </Menu>
      </div>
      <Chips filters={filters} href={href} />
    </>
  );
}

/** Usual ones always, rare ones where there are some. */
const USUAL: ExecutionStatus[] = [
  "completed",
  "completed-with-warnings",
  "failed",
  "interrupted",
  "stopped",
  "skipped",
  "missed",
];

function togglesOf(counts: Executions["counts"], selected: readonly ExecutionStatus[]) {
  const rare = EXECUTION_STATUSES.filter(
    (each) => !USUAL.includes(each) && (counts[each] > 0 || selected.includes(each)),
  );
  return [...USUAL, ...rare].map((status) => ({
    value: status,
    ...faceOf(status),
    count: counts[status],
    cap: EXECUTIONS_CAP,
  }));
}

function faceOf(status: ExecutionStatus): { label: string; icon: IconName; tone: string } {
  if (status === "skipped") return { label: "Skipped", icon: "skip", tone: "skip" };
  if (status === "missed") return { label: "Missed", icon: "missed", tone: "missed" };
  if (status === "idle") return { label: "Nothing to do", icon: "never", tone: "never" };
  const { label, icon, tone } = STATUS[status];
  return { label, icon: icon as IconName, tone };
}

function Chips({ filters, href }: Pick<Props, "filters" | "href">) {
  const { status, q, since, from, to } = filters;
  const written = (day: string) => plainDay(new Date(`${day}T12:00Z`), new Date(), "UTC");
  const chips = [
    q && { text: `Has “${q}”`, without: { q: "" } },
    status.length > 0 && {
      text: status.map((each) => faceOf(each).label).join(" or "),
      without: { status: [] },
    },
    since && { text: `Last ${SINCE_WORDS[since]}`, without: { since: undefined } },
    from && { text: `From ${written(from)}`, without: { from: undefined } },
    to && { text: `To ${written(to)}`, without: { to: undefined } },
  ].filter((chip) => typeof chip === "object");
  if (chips.length === 0) return null;
  return (
    <div className="filters">
      <div className="e">
        {chips.map(({ text, without }) => (
          <Chip key={text} href={href(without)} removeLabel={`Remove the filter ${text}`}>
            {text}
          </Chip>
        ))}
      </div>
    </div>
  );
}
