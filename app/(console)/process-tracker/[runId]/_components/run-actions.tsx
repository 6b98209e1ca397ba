"use client";

import { useRouter } from "next/navigation";
import { useSyncExternalStore, type ReactNode } from "react";
import type { RunDetail } from "#lib/runs/get.ts";
import { WAITING } from "#lib/runs/status.ts";
import { count } from "#lib/text/numbers.ts";
import { ActionForm } from "../../../../_ui/action-form.tsx";
import { ButtonLink } from "../../../../_ui/button.tsx";
import { Confirm } from "../../../../_ui/confirm.tsx";
import { CopyButton } from "../../../../_ui/copy-button.tsx";
import { useShortcut } from "../../../../_ui/shortcuts.tsx";
import { SubmitButton } from "../../../../_ui/submit-button.tsx";
import { currentStep } from "./current-step.ts";
import { cancel, release, retry, settle, stop } from "../actions.ts";

/** What may be done with the run in its state by this viewer; what the state or the role forbids is not there. */
export function RunActions({ detail }: { detail: RunDetail }) {
  const { run, correct } = detail;
  const waits = WAITING.includes(run.status);
  return (
    <div className="right">
      <CopyLink runId={run.id} />
      <Log runId={run.id} unread={detail.unread} />
      {run.may.stop && <Stop detail={detail} />}
      {waits && run.may.cancel && <Cancel detail={detail} />}
      {run.may.release && <Release detail={detail} />}
      {run.may.retry && <Retry detail={detail} primary={!correct && !run.may.release} />}
      {correct && (
        <Key keys="r" label="Upload corrected rows" target="correct">
          <ButtonLink href={`/imports/new?continues=${run.id}`} variant="primary" keys="R">
            {correct === "rows" ? "Upload the corrected rows" : "Retry with a corrected file"}
          </ButtonLink>
        </Key>
      )}
      {run.may.settle && <Settle detail={detail} />}
      {detail.cantStop && <p className="cant">Can’t be stopped: {detail.cantStop}</p>}
    </div>
  );
}

function CopyLink({ runId }: { runId: number }) {
  // The address is known in the browser only; without scripts nothing could copy it.
  const origin = useSyncExternalStore(
    () => () => undefined,
    () => location.origin,
    () => null,
  );
  if (!origin) return null;
  return (
    <CopyButton
      text={`${origin}/process-tracker/${runId}`}
      label={`Copy link to run ${runId}`}
      className="btn quiet desk"
    >
      Copy link
    </CopyButton>
  );
}

function Log({ runId, unread }: { runId: number; unread: number }) {
  const router = useRouter();
  useShortcut("l", "Open the log", () =>
    router.push(`/process-tracker/${runId}/log`, { scroll: false }),
  );
  return (
    <div className="keyed" data-act="log">
      <ButtonLink href={`/process-tracker/${runId}/log`} keys="L">
        Log{unread > 0 && <span className="sr">, {count(unread)} unread lines</span>}
      </ButtonLink>
    </div>
  );
}

function Stop({ detail }: { detail: RunDetail }) {
  const { run } = detail;
  const step = currentStep(detail);
  const done = step?.total ? `${count(step.done)} of ${count(step.total)} are done. ` : "";
  return (
    <Key keys="s" label="Stop this run" target="stop">
      <Confirm
        label="Stop…"
        pending="Stopping…"
        title={`Stop ${run.title}?`}
        keep="Keep running"
        go="Stop the run"
        keys="S"
        action={stop}
        fields={{ runId: run.id }}
      >
        <p>
          {done}
          {run.stopMeaning}
        </p>
      </Confirm>
    </Key>
  );
}

function Cancel({ detail: { run } }: { detail: RunDetail }) {
  return (
    <Key keys="s" label="Cancel this run" target="cancel">
      <Confirm
        label="Cancel…"
        pending="Cancelling…"
        title={`Cancel ${run.title}?`}
        keep="Keep waiting"
        go="Cancel the run"
        keys="S"
        action={cancel}
        fields={{ runId: run.id }}
      >
        <p>It has not started, so nothing was written. It can be started again later.</p>
      </Confirm>
    </Key>
  );
}

function Retry({ detail: { run }, primary }: { detail: RunDetail; primary: boolean }) {
  return (
    <Key keys={primary ? "r" : undefined} label="Retry this run" target="retry">
      <ActionForm action={retry} fields={{ runId: run.id, seenClaim: run.claim }}>
        <SubmitButton
          pending="Retrying…"
          variant={primary ? "primary" : "default"}
          keys={primary ? "R" : undefined}
        >
          {run.status === "cancelled" ? "Start it after all" : "Retry as it was"}
        </SubmitButton>
      </ActionForm>
    </Key>
  );
}

function Release({ detail: { run } }: { detail: RunDetail }) {
  return (
    <Key keys="r" label="Release this run" target="release">
      <Confirm
        label="Release and retry…"
        pending="Releasing…"
        title={`Release ${run.title}?`}
        keep="Keep it in quarantine"
        go="Release and retry"
        variant="primary"
        keys="R"
        action={release}
        fields={{ runId: run.id, seenClaim: run.claim }}
      >
        <p>
          It crashed its process twice with this input. After another two crashes it is quarantined
          again.
        </p>
      </Confirm>
    </Key>
  );
}

function Settle({ detail: { run } }: { detail: RunDetail }) {
  const isUnderWay = run.status === "running";
  return (
    <Confirm
      label="Set to done…"
      pending="Setting to done…"
      title={`Set ${run.title} to done?`}
      keep="Leave it as it is"
      go="Set to done"
      variant="quiet"
      action={settle}
      fields={{ runId: run.id }}
      typed={String(run.id)}
      reason="Why it counts as done"
    >
      <p>
        {isUnderWay && `It is stopped first. ${run.stopMeaning} `}
        It is not tried again after that, and counts as finished well. Who did it and why stays on
        this page and in the audit log.
      </p>
    </Confirm>
  );
}

type KeyProps = { keys?: string; label: string; target: string; children: ReactNode };

/** A button with the key that presses it. */
function Key({ keys, label, target, children }: KeyProps) {
  return (
    <div className="keyed" data-act={target}>
      {children}
      {keys && <Press keys={keys} label={label} target={target} />}
    </div>
  );
}

function Press({ keys, label, target }: { keys: string; label: string; target: string }) {
  useShortcut(keys, label, () => {
    document.querySelector<HTMLElement>(`[data-act="${target}"] :is(button, a)`)?.click();
  });
  return null;
}
