import type { FilterOptions } from "#lib/runs/filter-options.ts";
import type { RunFilters } from "#lib/runs/list-input.ts";
import { STATUS } from "#lib/runs/status.ts";
import { plainDay } from "#lib/text/dates.ts";
import { SINCE_WORDS, TRIGGER_WORDS } from "./words.ts";

export type FilterChip = { name: string; text: string; without: Partial<RunFilters> };

/** The filters that are set, each in words and with what takes it away. The domain is shown by the top bar's pick too. */
export function chipsOf(filters: RunFilters, { types, people }: FilterOptions): FilterChip[] {
  const { status, q, type, user, domain, trigger, since, warnings } = filters;
  const chips: Array<FilterChip | false> = [
    q !== "" && { name: "q", text: `Name has “${q}”`, without: { q: "" } },
    status.length > 0 && {
      name: "status",
      text: status.map((each) => STATUS[each].label).join(" or "),
      without: { status: [] },
    },
    since !== undefined && {
      name: "since",
      text: SINCE_WORDS[since],
      without: { since: undefined },
    },
    ...days(filters),
    type !== undefined && {
      name: "type",
      text: types.find(({ name }) => name === type)?.title ?? type,
      without: { type: undefined },
    },
    user !== undefined && {
      name: "user",
      text: `Started by ${people.find(({ id }) => id === user)?.name ?? "somebody else"}`,
      without: { user: undefined },
    },
    domain !== undefined && {
      name: "domain",
      text: domain === "installation" ? "Installation" : domain,
      without: { domain: undefined },
    },
    trigger.length > 0 && {
      name: "trigger",
      text: `Trigger: ${trigger.map((each) => TRIGGER_WORDS[each]).join(" or ")}`,
      without: { trigger: [] },
    },
    warnings && { name: "warnings", text: "With warnings", without: { warnings: false } },
  ];
  return chips.filter((chip) => chip !== false);
}

function days({ from, to }: RunFilters): Array<FilterChip | false> {
  const written = (day: string) => plainDay(new Date(`${day}T12:00Z`), new Date(), "UTC");
  return [
    from !== undefined && {
      name: "from",
      text: `Created from ${written(from)}`,
      without: { from: undefined },
    },
    to !== undefined && {
      name: "to",
      text: `Created to ${written(to)}`,
      without: { to: undefined },
    },
  ];
}
