import { seesInstallation, type Viewer } from "#lib/access/viewer.ts";
import { PLANNINGS } from "#lib/schedules/plan-input.ts";
import {
  NO_SCHEDULE_FILTERS,
  scheduleListQuery,
  type LastStatus,
  type ScheduleFilters,
} from "#lib/schedules/list-input.ts";
import type { ScheduleCounts } from "#lib/schedules/list.ts";
import { RUN_STATUSES, STATUS } from "#lib/runs/status.ts";
import { Chip } from "../../../_ui/chip.tsx";
import { FilterForm } from "../../../_ui/filter-form.tsx";
import { Icon, type IconName } from "../../../_ui/icon.tsx";
import { Menu, MenuLink } from "../../../_ui/menu.tsx";
import { SearchField } from "../../../_ui/search-field.tsx";
import { Toggles } from "../../../_ui/toggles.tsx";
import { LIST } from "./address.ts";
import { listHref } from "./list-href.ts";
import { PLANNING } from "./planning.ts";

type Props = { viewer: Viewer; filters: ScheduleFilters; counts: ScheduleCounts };

/** At the right of the title: by the last run's status, by planning, by words. */
export function Filters({ viewer, filters, counts }: Props) {
  const keep = Object.fromEntries(
    new URLSearchParams(scheduleListQuery(filters, { status: [], q: "" })),
  );
  return (
    <FilterForm action={LIST} keep={keep} className="right" label="Filter scheduled jobs">
      <Toggles
        name="status"
        label="Status of the last run"
        options={togglesOf(counts, filters.status)}
        selected={filters.status}
      />
      <PlanningMenu viewer={viewer} filters={filters} />
      <SearchField label="Find in name or description" defaultValue={filters.q} />
    </FilterForm>
  );
}

/** Finished ones first, as people scan them. */
const ORDER: LastStatus[] = [
  "completed",
  "completed-with-warnings",
  "failed",
  "interrupted",
  "stopped",
  "running",
  "never",
];

function togglesOf({ byStatus }: ScheduleCounts, selected: readonly LastStatus[]) {
  const rare = RUN_STATUSES.filter(
    (status) => !ORDER.includes(status) && (byStatus[status] > 0 || selected.includes(status)),
  );
  return [...ORDER, ...rare].map((status) => ({
    value: status,
    ...faceOf(status),
    count: byStatus[status],
  }));
}

function faceOf(status: LastStatus): { label: string; icon: IconName; tone: string } {
  if (status === "never") return { label: "Never run", icon: "never", tone: "never" };
  const { label, icon, tone } = STATUS[status];
  return { label, icon: icon as IconName, tone };
}

function PlanningMenu({ viewer, filters }: Omit<Props, "counts">) {
  const trigger = (
    <>
      Planning <Icon name="chev" size={11} />
    </>
  );
  return (
    <Menu label="Filter by planning" trigger={trigger}>
      <MenuLink href={listHref(filters, { planning: [], paused: false })}>Any</MenuLink>
      {PLANNINGS.map((planning) => (
        <MenuLink
          key={planning}
          href={listHref(filters, { planning: [planning] })}
          current={filters.planning.includes(planning)}
        >
          {PLANNING[planning]}
        </MenuLink>
      ))}
      <MenuLink href={listHref(filters, { paused: true })} current={filters.paused}>
        Paused
      </MenuLink>
      {seesInstallation(viewer) && (
        <>
          <hr />
          <MenuLink
            href={listHref(filters, { domain: "installation" })}
            current={filters.domain === "installation"}
          >
            The installation’s own
          </MenuLink>
        </>
      )}
    </Menu>
  );
}

/** What narrows the list, each with what takes it away. Without any there is no such row. */
export function FilterChips({ filters }: { filters: ScheduleFilters }) {
  const chips = chipsOf(filters);
  if (chips.length === 0) return null;
  const { domain, sort, order } = filters;
  const keeps = domain === "installation" ? undefined : domain;
  return (
    <div className="filters">
      <div className="e">
        {chips.map(({ text, without }) => (
          <Chip
            key={text}
            href={listHref(filters, without)}
            removeLabel={`Remove the filter ${text}`}
          >
            {text}
          </Chip>
        ))}
        <a
          className="link soft"
          href={listHref({ ...NO_SCHEDULE_FILTERS, domain: keeps, sort, order })}
        >
          Reset
        </a>
      </div>
    </div>
  );
}

type FilterChip = { text: string; without: Partial<ScheduleFilters> };

/** The domain is shown by the top bar's pick. */
function chipsOf({ status, q, planning, paused, domain }: ScheduleFilters): FilterChip[] {
  const chips: Array<FilterChip | false> = [
    q !== "" && { text: `Has “${q}”`, without: { q: "" } },
    status.length > 0 && {
      text: status.map((each) => faceOf(each).label).join(" or "),
      without: { status: [] },
    },
    planning.length > 0 && {
      text: planning.map((each) => PLANNING[each]).join(" or "),
      without: { planning: [] },
    },
    paused && { text: "Paused", without: { paused: false } },
    domain === "installation" && { text: "Installation", without: { domain: undefined } },
  ];
  return chips.filter((chip) => chip !== false);
}
