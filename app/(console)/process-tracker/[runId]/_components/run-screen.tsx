import type { Viewer } from "#lib/access/viewer.ts";
import type { RunDetail } from "#lib/runs/get.ts";
import { IssueQuery } from "#lib/runs/issue-input.ts";
import { listIssues } from "#lib/runs/list-issues.ts";
import { RunView } from "./run-view.tsx";
import "./run.css";

type Props = {
  viewer: Viewer;
  detail: RunDetail;
  query: Record<string, unknown>;
  /** Stands before the title in the tab: "Log · ". */
  prefix?: string;
};

/** The page of a run as the server draws it; the log's window stands over the same. */
export async function RunScreen({ viewer, detail, query, prefix = "" }: Props) {
  const asked = IssueQuery.parse(query);
  const first = detail.issues.groups[0]?.code;
  const open = asked.group ?? (asked.q ? undefined : first);
  const page =
    detail.issues.groups.length > 0
      ? await listIssues(viewer, detail.run.id, {
          code: open,
          text: asked.q,
          after: asked.after,
          limit: asked.all ? 200 : asked.q ? 50 : 5,
        })
      : null;
  return <RunView prefix={prefix} initial={detail} issues={{ page, open, asked }} />;
}
