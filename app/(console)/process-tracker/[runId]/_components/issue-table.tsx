import Link from "next/link";
import type { RunDetail } from "#lib/runs/get.ts";
import type { IssueRow } from "#lib/runs/list-issues.ts";
import { count } from "#lib/text/numbers.ts";
import { Scroller } from "../../../../_ui/table.tsx";
import type { OpenIssues } from "./run-view.tsx";

type Props = { detail: RunDetail; issues: OpenIssues; caption: string; total: number | undefined };

/** The issues of the open group, or those that were searched for, page by page. */
export function IssueTable({ detail, issues, caption, total }: Props) {
  const { page, asked, open } = issues;
  if (!page) return null;
  const more = new URLSearchParams({
    ...(asked.q ? { q: asked.q } : open && { group: open }),
    all: "1",
  });
  if (page.next !== null && asked.all) more.set("after", String(page.next));
  const rest = total === undefined || asked.after > 0 ? undefined : total - page.rows.length;
  return (
    <Scroller label={caption} className="iss-wrap">
      <table className="iss">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className="w-row">
              Row
            </th>
            <th scope="col" className="w-col">
              Column
            </th>
            <th scope="col" className="w-val">
              Value
            </th>
            <th scope="col">Message</th>
          </tr>
        </thead>
        <tbody>
          {page.rows.map((row) => (
            <Row key={row.seq} row={row} />
          ))}
          {page.rows.length === 0 && (
            <tr>
              <td colSpan={4} className="dim">
                {asked.q ? "Nothing here contains it." : "They are on their way."}
              </td>
            </tr>
          )}
          {page.next !== null && (
            <tr>
              <td colSpan={4}>
                <Link
                  className="link soft"
                  href={`/process-tracker/${detail.run.id}?${more}#issues`}
                  scroll={false}
                  prefetch={false}
                >
                  {rest === undefined ? "Next ones" : `${count(rest)} more`}
                </Link>
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </Scroller>
  );
}

function Row({ row }: { row: IssueRow }) {
  return (
    <tr>
      <th scope="row">{row.row === null ? "–" : count(row.row)}</th>
      <td className="cut" title={row.column ?? undefined}>
        {row.column ?? "–"}
      </td>
      <td className="mono cut" title={row.value ?? undefined}>
        {row.value ?? "–"}
      </td>
      <td className="soft">{row.message}</td>
    </tr>
  );
}
