"use client";

import type { RunRow } from "#lib/runs/row.ts";
import { warningsOf } from "#lib/runs/status.ts";
import { count } from "#lib/text/numbers.ts";
import { ActionForm } from "../../../_ui/action-form.tsx";
import { ButtonLink } from "../../../_ui/button.tsx";
import { Confirm } from "../../../_ui/confirm.tsx";
import { Menu, MenuLink } from "../../../_ui/menu.tsx";
import { SubmitButton } from "../../../_ui/submit-button.tsx";
import { cancel, retry, stop } from "../actions.ts";

/** The one action that fits the run's state and the viewer's rights, and the rest behind three dots. */
export function RunActions({ run }: { run: RunRow }) {
  return (
    <>
      <MainAction run={run} />
      <Menu label={`More for ${run.title} #${run.id}`}>
        <MenuLink href={`/process-tracker/${run.id}`}>Open</MenuLink>
        <MenuLink href={`/process-tracker/${run.id}/log`}>Log</MenuLink>
        {warningsOf(run) > 0 && (
          <MenuLink href={`/process-tracker/${run.id}#issues`}>Issues</MenuLink>
        )}
        {run.downloads.map((download) => (
          <MenuLink key={hrefOf(run, download)} href={hrefOf(run, download)} download>
            {download.kind === "result" ? download.name : "Refused rows"}
          </MenuLink>
        ))}
      </Menu>
    </>
  );
}

/** Also on the dashboard. */
export function MainAction({ run }: { run: RunRow }) {
  if (run.may.stop && run.status !== "interrupted") return <StopButton run={run} />;
  if (run.may.cancel) return <CancelButton run={run} />;
  if (run.may.retry) return <RetryButton run={run} />;
  const results = run.downloads.filter(({ kind }) => kind === "result");
  const [only] = results;
  if (!only) return null;
  const several = results.length > 1;
  return (
    <ButtonLink
      href={several ? `/process-tracker/${run.id}#files` : hrefOf(run, only)}
      small
      download={!several}
    >
      Download<span className="sr"> {run.title}</span>
    </ButtonLink>
  );
}

const hrefOf = (run: RunRow, download: RunRow["downloads"][number]) =>
  download.kind === "result"
    ? `/api/runs/${run.id}/files/${download.fileId}`
    : `/api/runs/${run.id}/refused-rows`;

function StopButton({ run }: { run: RunRow }) {
  return (
    <Confirm
      small
      label="Stop"
      spoken={`Stop ${run.title} #${run.id}`}
      pending="Stopping…"
      title={`Stop ${run.title}?`}
      keep="Keep running"
      go="Stop the run"
      action={stop}
      fields={{ runId: run.id }}
    >
      <p>
        {soFar(run)}
        {run.stopMeaning}
      </p>
    </Confirm>
  );
}

function CancelButton({ run }: { run: RunRow }) {
  return (
    <Confirm
      small
      label="Cancel"
      spoken={`Cancel ${run.title} #${run.id}`}
      pending="Cancelling…"
      title={`Cancel ${run.title}?`}
      keep="Keep waiting"
      go="Cancel the run"
      action={cancel}
      fields={{ runId: run.id }}
    >
      <p>It has not started, so nothing was written. It can be started again later.</p>
    </Confirm>
  );
}

function RetryButton({ run }: { run: RunRow }) {
  const fields = { runId: run.id, seenClaim: run.claim, title: run.title };
  return (
    <ActionForm action={retry} fields={fields}>
      <SubmitButton small pending="Retrying…" spoken={`Retry ${run.title} #${run.id}`}>
        Retry
      </SubmitButton>
    </ActionForm>
  );
}

function soFar({ progress }: RunRow): string {
  if (!progress?.total) return "";
  return `${count(progress.done)} of ${count(progress.total)} are done in this step. `;
}
