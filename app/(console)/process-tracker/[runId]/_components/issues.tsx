import Link from "next/link";
import type { RunDetail } from "#lib/runs/get.ts";
import type { IssueGroup } from "#lib/runs/list-issues.ts";
import { count, counted } from "#lib/text/numbers.ts";
import { Icon } from "../../../../_ui/icon.tsx";
import { SearchField } from "../../../../_ui/search-field.tsx";
import { isLive } from "./time-left.ts";
import { IssueTable } from "./issue-table.tsx";
import type { OpenIssues } from "./run-view.tsx";

type Props = { detail: RunDetail; issues: OpenIssues };

/** Refused and doubtful items by their code, the open group row by row; all of it to take away. */
export function Issues({ detail, issues }: Props) {
  const { groups, refusedRows, refusedRowsCap } = detail.issues;
  const { run, files } = detail;
  if (groups.length === 0) return null;
  const { open, asked } = issues;
  return (
    <section id="issues" aria-label="Issues">
      <div className="sec">
        <h2>Issues</h2>
        <span className="dim">{summary(detail)}</span>
        {files.obstacle ? (
          <span className="r dim">{files.obstacle}</span>
        ) : (
          <span className="r">
            <a className="link" href={`/api/runs/${run.id}/issues.csv`} download>
              All as CSV
            </a>
            {refusedRows > 0 && (
              <a className="link" href={`/api/runs/${run.id}/refused-rows`} download>
                <span className="sr">{count(refusedRows, refusedRowsCap)} </span>Refused rows, to
                correct
              </a>
            )}
          </span>
        )}
      </div>
      {(asked.q !== "" || groups.some((group) => group.count > 10)) && (
        <form
          className="issue-find"
          action={`/process-tracker/${run.id}#issues`}
          method="get"
          role="search"
          aria-label="Find in the issues"
        >
          <SearchField
            name="q"
            label="Find a row, value, column or message"
            defaultValue={asked.q}
          />
        </form>
      )}
      {asked.q ? (
        <>
          <p className="found">
            Issues with “{asked.q}”{" "}
            <Link
              className="link"
              href={`/process-tracker/${run.id}#issues`}
              scroll={false}
              prefetch={false}
            >
              Show the groups again
            </Link>
          </p>
          <IssueTable
            detail={detail}
            issues={issues}
            caption={`Issues with ${asked.q}`}
            total={undefined}
          />
        </>
      ) : (
        groups.map((group) => (
          <Group key={group.code} group={group} runId={run.id} isOpen={group.code === open}>
            <IssueTable
              detail={detail}
              issues={issues}
              caption={`Issues of group ${group.code}`}
              total={group.count}
            />
          </Group>
        ))
      )}
    </section>
  );
}

function summary(detail: RunDetail): string {
  const { groups, refusedRows, refusedRowsCap } = detail.issues;
  const issueCount = groups.reduce((sum, group) => sum + group.count, 0);
  const refused =
    refusedRows > 0
      ? `${count(refusedRows, refusedRowsCap)} ${refusedRows === 1 ? "row" : "rows"} refused`
      : counted(issueCount, "issue");
  return `${refused}${isLive(detail) ? " so far" : ""}, in ${counted(groups.length, "group")}`;
}

type GroupProps = { group: IssueGroup; runId: number; isOpen: boolean; children: React.ReactNode };

/** A group is opened by an address, so that it survives reload and works without scripts. */
function Group({ group, runId, isOpen, children }: GroupProps) {
  const { code, sample, columns, severity } = group;
  const href = isOpen
    ? `/process-tracker/${runId}?group=none#issues`
    : `/process-tracker/${runId}?group=${code}#issues`;
  return (
    <>
      <Link className="grp" href={href} scroll={false} prefetch={false} aria-expanded={isOpen}>
        <Icon name={isOpen ? "chev" : "right"} />
        <span className="n">{count(group.count)}</span>
        <b>{code}</b>
        <span className="cut">
          {severity === "doubtful" && <span className="dim">taken over, doubtful: </span>}
          {sample}
        </span>
        <span className="soft d">
          {columns.slice(0, 3).join(", ")}
          {columns.length > 3 && ` and ${columns.length - 3} more`}
        </span>
      </Link>
      {isOpen && children}
    </>
  );
}
