import { NO_FILTERS, runListQuery, type RunFilters } from "#lib/runs/list-input.ts";
import { ButtonLink } from "../../../_ui/button.tsx";
import { Void } from "../../../_ui/void.tsx";

type Props = { filters: RunFilters; narrowed: boolean; mayImport: boolean };

/** Empty because nothing matches is not empty because nothing has run. */
export function NoRuns({ filters, narrowed, mayImport }: Props) {
  const { domain } = filters;
  const reset = `/process-tracker?${runListQuery({ ...NO_FILTERS, domain })}`;
  if (filters.before || filters.after) {
    return (
      <Void
        title="There is no further page"
        actions={
          <ButtonLink href={`/process-tracker?${runListQuery(filters)}`}>
            To the first page
          </ButtonLink>
        }
      >
        <p>The list ends here.</p>
      </Void>
    );
  }
  if (!narrowed) return <NothingYet mayImport={mayImport} />;
  return (
    <Void title={titleOf(filters)} line="calm" actions={<Ways filters={filters} reset={reset} />}>
      <p>No run matches all of these filters.</p>
    </Void>
  );
}

function titleOf({ status, since }: RunFilters): string {
  const onlyProblems =
    status.length > 0 && status.every((each) => each === "failed" || each === "interrupted");
  const when =
    since === "24h"
      ? " in the last 24 hours"
      : since === "7d"
        ? " in the last 7 days"
        : since === "30d"
          ? " in the last 30 days"
          : "";
  return onlyProblems ? `No failures${when}` : `No such runs${when}`;
}

function Ways({ filters, reset }: { filters: RunFilters; reset: string }) {
  const wider =
    filters.since === "24h"
      ? ("7d" as const)
      : filters.since === "7d"
        ? ("30d" as const)
        : undefined;
  return (
    <>
      {wider && (
        <ButtonLink href={`/process-tracker?${runListQuery(filters, { since: wider })}`}>
          {wider === "7d" ? "Show the last 7 days" : "Show the last 30 days"}
        </ButtonLink>
      )}
      <a className={wider ? "link soft" : "btn"} href={reset}>
        Reset the filters
      </a>
    </>
  );
}

function NothingYet({ mayImport }: { mayImport: boolean }) {
  return (
    <Void
      title="Nothing has run yet"
      line="flat"
      actions={mayImport && <ButtonLink href="/imports">Import a file</ButtonLink>}
    >
      <p>
        Every import, export and scheduled job appears here from the moment it is asked for, with
        its progress and what came of it.
      </p>
    </Void>
  );
}
