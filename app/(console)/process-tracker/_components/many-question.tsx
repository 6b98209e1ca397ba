"use client";

import { useEffect, useState, useSyncExternalStore, type ComponentType } from "react";
import type { Foreseen } from "#lib/runs/foresee-many.ts";
import type { ConfirmDialogProps } from "../../../_ui/confirm-dialog.tsx";
import { SubmitButton } from "../../../_ui/submit-button.tsx";
import { DEED, questionOf, type Question } from "./many-words.ts";
import { frozen, type ManyState } from "./use-many.ts";

const WHY = "Why they count as done";

type Props = { foreseen: Foreseen; many: ManyState; list: string };

/** How many it would be done with and how many not, before it is. Without scripts, or the network, it stands in the page. */
export function ManyQuestion({ foreseen, many, list }: Props) {
  const hasScripts = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
  const [Dialog, setDialog] = useState<ComponentType<ConfirmDialogProps> | "away">();
  useEffect(() => {
    loadDialog().then(
      ({ ConfirmDialog }) => setDialog(() => ConfirmDialog),
      () => setDialog("away"),
    );
  }, []);
  const question = questionOf(foreseen);
  if (!hasScripts || Dialog === "away")
    return <InPage question={question} foreseen={foreseen} send={many.send} list={list} />;
  if (!Dialog) return null;
  const isSettle = foreseen.deed === "settle" && question.go !== undefined;
  return (
    <Dialog
      title={question.title}
      keep={question.keep}
      go={question.go}
      typed={isSettle ? String(foreseen.runs.length) : undefined}
      reason={isSettle ? WHY : undefined}
      onClose={many.close}
      onGo={(said) => many.go(foreseen, said)}
    >
      <Counted question={question} foreseen={foreseen} />
    </Dialog>
  );
}

/** The dialog comes when the first row is ticked, so that the question need not wait for it. */
export const loadDialog = () => import("../../../_ui/confirm-dialog.tsx");

function Counted({ question, foreseen }: { question: Question; foreseen: Foreseen }) {
  const { will, wont, go } = question;
  return (
    <>
      {will.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {wont && (
        <p>
          {go && <b>Left as they are:</b>} {wont}.
        </p>
      )}
      {go && (
        <p>
          {foreseen.deed === "settle"
            ? "Who did it and why stays on each of them and in the audit log. "
            : ""}
          What has changed by then is left too.
        </p>
      )}
    </>
  );
}

type InPageProps = Pick<Props, "foreseen" | "list"> & {
  question: Question;
  send: (form: FormData) => void;
};

function InPage({ question, foreseen, send, list }: InPageProps) {
  const { title, keep, go } = question;
  const { deed, runs } = foreseen;
  return (
    <form action={send} className="flash answer asked" aria-label={title}>
      <div>
        <h2>{title}</h2>
        <Counted question={question} foreseen={foreseen} />
        {go && (
          <>
            <input type="hidden" name="step" value="do" />
            <input type="hidden" name="deed" value={deed} />
            <input type="hidden" name="runs" value={frozen(foreseen)} />
          </>
        )}
        {go && deed === "settle" && <Words many={runs.length} />}
        <div className="btns">
          <a className="btn" href={`/process-tracker?${list}`}>
            {keep}
          </a>
          {go && <SubmitButton pending={DEED[deed].pending}>{go}</SubmitButton>}
        </div>
      </div>
    </form>
  );
}

function Words({ many }: { many: number }) {
  return (
    <>
      <label>
        {WHY} <input name="reason" required maxLength={500} />
      </label>
      <label>
        Type {many} to go on <input name="typed" required autoComplete="off" />
      </label>
    </>
  );
}
