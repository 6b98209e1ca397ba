import Link from "next/link";
import type { Viewer } from "#lib/access/viewer.ts";
import type { Draft } from "#lib/imports/get-draft.ts";
import { getRun, type RunDetail } from "#lib/runs/get.ts";
import { STATUS } from "#lib/runs/status.ts";
import { count } from "#lib/text/numbers.ts";
import { ActionForm } from "../../../../_ui/action-form.tsx";
import { Bar } from "../../../../_ui/bar.tsx";
import { ButtonLink } from "../../../../_ui/button.tsx";
import { Status } from "../../../../_ui/status.tsx";
import { SubmitButton } from "../../../../_ui/submit-button.tsx";
import { submitCheck } from "../actions.ts";
import { Refresher } from "./refresher.tsx";

type Props = { viewer: Viewer; draft: Draft };

/** What an import would do, before it does. */
export async function CheckStep({ viewer, draft }: Props) {
  const detail = draft.check ? await getRun(viewer, draft.check.runId) : undefined;
  const live = detail ? STATUS[detail.run.status].live : false;
  const blocked =
    draft.errors[0]?.message ?? (draft.fileIsThere ? undefined : "The file is not there any more");
  return (
    <>
      {live && <Refresher />}
      {detail ? <Report detail={detail} stale={!draft.check?.mappingIsCurrent} /> : <NotYet />}
      <div className="foot2">
        <span className="e">
          <ButtonLink href={`/imports/${draft.id}?step=mapping`}>Back</ButtonLink>
          <ActionForm action={submitCheck} fields={{ draftId: draft.id }}>
            <SubmitButton pending="Starting…" disabledReason={blocked}>
              {detail ? "Check again" : "Check the file"}
            </SubmitButton>
          </ActionForm>
          <ButtonLink href={`/imports/${draft.id}?step=launch`} variant="primary">
            Go on to launch
          </ButtonLink>
        </span>
      </div>
    </>
  );
}

function NotYet() {
  return (
    <div className="verdict">
      <h2>Not checked yet</h2>
      <p className="soft">
        The check reads the whole file and says what an import would create, update and refuse. It
        writes nothing.
      </p>
    </div>
  );
}

function Report({ detail, stale }: { detail: RunDetail; stale: boolean }) {
  const { run, issues } = detail;
  return (
    <div className="verdict">
      {stale && (
        <p className="note">
          The mapping has changed since this check; check again to see what it makes of the file.
        </p>
      )}
      <p className="state">
        <Status status={run.status} /> <span className="dim">run #{run.id}</span>{" "}
        <Link className="link" href={`/process-tracker/${run.id}`} prefetch={false}>
          {issues.groups.length > 0 ? "All issues, refused rows and the log" : "Show the run"}
        </Link>
      </p>
      {STATUS[run.status].live && (
        <Bar
          label="Progress of the check"
          share={detail.share}
          above={run.message ?? "waits for a worker"}
        />
      )}
      {run.errorMessage && <p className="bad">{run.errorMessage}</p>}
      <Figures tallies={run.tallies} />
      <Groups groups={issues.groups} />
    </div>
  );
}

const FIGURES = ["would-create", "would-update", "unchanged", "skipped", "invalid"];
const WOULD: Record<string, string> = {
  "would-create": "would be created",
  "would-update": "would be updated",
  unchanged: "would stay as they are",
  skipped: "would be skipped",
  invalid: "would be refused",
};

function Figures({ tallies }: { tallies: RunDetail["run"]["tallies"] }) {
  const shown = tallies.filter(({ name }) => FIGURES.includes(name));
  if (shown.length === 0) return null;
  return (
    <ul className="figures">
      {shown.map(({ name, count: n }) => (
        <li key={name} className={n === 0 ? "nil" : undefined}>
          <b>{count(n)}</b> {WOULD[name]}
        </li>
      ))}
    </ul>
  );
}

function Groups({ groups }: { groups: RunDetail["issues"]["groups"] }) {
  if (groups.length === 0) return null;
  return (
    <table className="groups">
      <caption className="sr">What was found, by kind</caption>
      <thead>
        <tr>
          <th scope="col" className="num">
            Rows
          </th>
          <th scope="col">Kind</th>
          <th scope="col">For instance</th>
          <th scope="col">Columns</th>
        </tr>
      </thead>
      <tbody className="dense">
        {groups.map((group) => (
          <tr key={group.code}>
            <td className="num strong">{count(group.count)}</td>
            <th scope="row" className="mono">
              {group.code}
            </th>
            <td className="cut">{group.sample}</td>
            <td className="cut soft">{group.columns.join(", ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
