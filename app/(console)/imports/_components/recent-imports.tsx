import Link from "next/link";
import type { RunRow } from "#lib/runs/row.ts";
import { count } from "#lib/text/numbers.ts";
import { Status } from "../../../_ui/status.tsx";
import { Time } from "../../../_ui/time.tsx";
import { Void } from "../../../_ui/void.tsx";

type Props = { rows: RunRow[]; severalDomains: boolean };

/** The newest imports that the viewer may see, with what became of their rows. */
export function RecentImports({ rows, severalDomains }: Props) {
  if (rows.length === 0) {
    return (
      <Void title="No imports yet" line="flat">
        <p>
          Each import appears here with what it created, updated and refused. The sample file is a
          way to see one.
        </p>
      </Void>
    );
  }
  return (
    <section aria-labelledby="recent">
      <div className="sec">
        <h2 id="recent">Last imports</h2>
        <span className="e">
          <Link className="link" href="/process-tracker?type=product-import" prefetch={false}>
            All in the process tracker
          </Link>
        </span>
      </div>
      <table className="wide past imports-table">
        <caption className="sr">Last imports</caption>
        <colgroup>
          <col className="status" />
          <col />
          {severalDomains && <col className="dom" />}
          <col className="when" />
          <col className="counts" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">File</th>
            {severalDomains && <th scope="col">Domain</th>}
            <th scope="col">Started</th>
            <th scope="col">Rows</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Status status={row.status} detail={reasonOf(row)} />
              </td>
              <th scope="row">
                <Link className="id" href={`/process-tracker/${row.id}`} prefetch={false}>
                  {row.title} <span className="dim">#{row.id}</span>
                </Link>
                {row.startedBy && <span className="two">by {row.startedBy.name}</span>}
              </th>
              {severalDomains && <td>{row.domain?.name}</td>}
              <td>
                <Time at={row.createdAt} form="moment" />
              </td>
              <td>{talliesOf(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function reasonOf(row: RunRow): string | null {
  if (row.status === "failed") return row.errorMessage;
  return row.issueCount > 0
    ? `${count(row.issueCount)} ${row.issueCount === 1 ? "issue" : "issues"}`
    : null;
}

const TOLD = ["created", "updated", "unchanged", "invalid"];

function talliesOf({ tallies }: RunRow): string {
  const told = tallies.filter(({ name, count: n }) => TOLD.includes(name) && n > 0);
  return told.map(({ label, count: n }) => `${count(n)} ${label.toLowerCase()}`).join(", ") || "–";
}
