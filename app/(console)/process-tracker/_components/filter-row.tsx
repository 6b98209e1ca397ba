import { seesInstallation, type Viewer } from "#lib/access/viewer.ts";
import {
  NO_FILTERS,
  runListQuery,
  SINCE_HOURS,
  type RunFilters,
  type Since,
} from "#lib/runs/list-input.ts";
import { COUNT_CAP } from "#lib/runs/status-counts.ts";
import { TRIGGERS } from "#lib/runs/status.ts";
import { ButtonLink } from "../../../_ui/button.tsx";
import { Chip } from "../../../_ui/chip.tsx";
import { DayFields } from "../../../_ui/day-fields.tsx";
import { Icon } from "../../../_ui/icon.tsx";
import { Menu, MenuLink } from "../../../_ui/menu.tsx";
import { Tabs } from "../../../_ui/tabs.tsx";
import { chipsOf } from "./chips.ts";
import type { List } from "./load.ts";
import { SINCE_WORDS, TRIGGER_WORDS } from "./words.ts";

type Props = { viewer: Viewer; filters: RunFilters; list: List };

/** Whose runs at the left; what narrows the list, and what can, at the right. */
export function FilterRow({ viewer, filters, list }: Props) {
  const href = (changes: Partial<RunFilters>) =>
    `/process-tracker?${runListQuery(filters, changes)}`;
  const chips = chipsOf(filters, list.options);
  return (
    <div className="filters tracker">
      {list.views && <Views filters={filters} views={list.views} href={href} />}
      <div className="e">
        {chips.map(({ name, text, without }) => (
          <Chip key={name} href={href(without)} removeLabel={`Remove the filter ${text}`}>
            {text}
          </Chip>
        ))}
        {chips.length > 0 && (
          <a
            className="link soft"
            href={`/process-tracker?${runListQuery({ ...NO_FILTERS, domain: filters.domain })}`}
          >
            Reset
          </a>
        )}
        <FilterMenus viewer={viewer} filters={filters} list={list} href={href} />
      </div>
    </div>
  );
}

type Href = (changes: Partial<RunFilters>) => string;

function Views({
  filters,
  views,
  href,
}: {
  filters: RunFilters;
  views: NonNullable<List["views"]>;
  href: Href;
}) {
  const tabs = [
    {
      href: href({ mine: false }),
      label: "All runs",
      ...figure(views.all),
      current: !filters.mine,
    },
    {
      href: href({ mine: true }),
      label: "Mine",
      ...figure(views.mine),
      current: filters.mine,
    },
  ];
  return <Tabs label="Whose runs" className="views" tabs={tabs} />;
}

type View = NonNullable<List["views"]>["all"];

/** What was not counted to its end bears a plus. */
const figure = ({ count, open }: View) => ({ count, cap: open ? count : COUNT_CAP });

function FilterMenus({ viewer, filters, list, href }: Props & { href: Href }) {
  const { types, people } = list.options;
  return (
    <>
      <Choice label="Created" any={href({ since: undefined, from: undefined, to: undefined })}>
        {(Object.keys(SINCE_HOURS) as Since[]).map((since) => (
          <MenuLink
            key={since}
            href={href({ since, from: undefined, to: undefined })}
            current={filters.since === since}
          >
            {SINCE_WORDS[since]}
          </MenuLink>
        ))}
        <hr />
        <DayFields
          action="/process-tracker"
          keep={Object.fromEntries(
            new URLSearchParams(
              runListQuery(filters, { since: undefined, from: undefined, to: undefined }),
            ),
          )}
          label="Days of creation"
          from={filters.from}
          to={filters.to}
        />
      </Choice>
      <Choice label="Type" any={href({ type: undefined })}>
        {types.map(({ name, title }) => (
          <MenuLink key={name} href={href({ type: name })} current={filters.type === name}>
            {title}
          </MenuLink>
        ))}
      </Choice>
      {people.length > 0 && (
        <Choice label="Started by" any={href({ user: undefined })}>
          {people.map(({ id, name }) => (
            <MenuLink key={id} href={href({ user: id })} current={filters.user === id}>
              {name}
            </MenuLink>
          ))}
        </Choice>
      )}
      <DomainChoice viewer={viewer} filters={filters} href={href} />
      <Choice label="Trigger" any={href({ trigger: [] })}>
        {TRIGGERS.map((trigger) => (
          <MenuLink
            key={trigger}
            href={href({ trigger: [trigger] })}
            current={filters.trigger.includes(trigger)}
          >
            {TRIGGER_WORDS[trigger]}
          </MenuLink>
        ))}
      </Choice>
      {!filters.warnings && (
        <ButtonLink href={href({ warnings: true })} variant="quiet" small>
          With warnings
        </ButtonLink>
      )}
    </>
  );
}

function DomainChoice({
  viewer,
  filters,
  href,
}: {
  viewer: Viewer;
  filters: RunFilters;
  href: Href;
}) {
  const names = [
    ...viewer.domains.map((domain) => domain.name),
    ...(seesInstallation(viewer) ? ["installation"] : []),
  ];
  if (names.length < 2) return null;
  return (
    <Choice label="Domain" any={href({ domain: undefined })}>
      {names.map((name) => (
        <MenuLink key={name} href={href({ domain: name })} current={filters.domain === name}>
          {name === "installation" ? "Installation" : name}
        </MenuLink>
      ))}
    </Choice>
  );
}

/** One filter as a list of addresses; works without scripts. */
function Choice({
  label,
  any,
  children,
}: {
  label: string;
  any: string;
  children: React.ReactNode;
}) {
  const trigger = (
    <>
      {label} <Icon name="chev" size={11} />
    </>
  );
  return (
    <Menu label={label} trigger={trigger} align="end">
      <div className="scroll">
        <MenuLink href={any}>Any</MenuLink>
        {children}
      </div>
    </Menu>
  );
}
