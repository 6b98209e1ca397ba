"use client";

import { useRef, useState, type ComponentType, type ReactNode, type SubmitEvent } from "react";
import type { ConfirmDialogProps } from "../../../_ui/confirm-dialog.tsx";
import type { Ticked } from "./ticked.ts";

type Question = Pick<ConfirmDialogProps, "title" | "children" | "keep" | "go">;
type Chosen = { startable: Ticked[]; running: Ticked[] };
type Asked = { Dialog: ComponentType<ConfirmDialogProps>; question: Question; go: () => void };

/** Puts a question before several starts and before every stop. Without scripts the buttons post at once. */
export function useAsked(chosen: Chosen): {
  dialog: ReactNode;
  ask: (event: SubmitEvent<HTMLFormElement>) => void;
} {
  const agreed = useRef(false);
  const [asked, setAsked] = useState<Asked>();
  const ask = (event: SubmitEvent<HTMLFormElement>) => {
    const mayGo = agreed.current;
    agreed.current = false;
    const submitter = event.nativeEvent.submitter as HTMLButtonElement | null;
    const question = questionOf(submitter?.value, chosen);
    if (mayGo || !question) return;
    event.preventDefault();
    const form = event.currentTarget;
    const go = () => {
      agreed.current = true;
      setAsked(undefined);
      form.requestSubmit(submitter);
    };
    void import("../../../_ui/confirm-dialog.tsx").then(
      ({ ConfirmDialog }) => setAsked({ Dialog: ConfirmDialog, question, go }),
      // The network is away: the browser's own question is better than none.
      () => window.confirm(question.title) && go(),
    );
  };
  const dialog = asked && (
    <asked.Dialog {...asked.question} onClose={() => setAsked(undefined)} onGo={asked.go} />
  );
  return { dialog, ask };
}

function questionOf(deed: string | undefined, { startable, running }: Chosen) {
  if (deed === "run" && startable.length > 1) {
    return {
      title: `Run ${startable.length} jobs now?`,
      keep: "Not now",
      go: `Run ${startable.length} jobs`,
      children: (
        <>
          <p>{namesOf(startable)} start now, each as a run in your name.</p>
          {running.length > 0 && <p>{namesOf(running)} already run and are not started twice.</p>}
        </>
      ),
    };
  }
  const stoppable = running.filter((job) => job.mayStop);
  if (deed !== "stop" || stoppable.length === 0) return undefined;
  const [only] = stoppable.length === 1 ? stoppable : [];
  return {
    title: only ? `Stop ${only.identifier}?` : `Stop ${stoppable.length} jobs?`,
    keep: "Keep running",
    go: only ? "Stop the run" : `Stop ${stoppable.length} runs`,
    children: (
      <p>
        {only
          ? only.stopMeaning
          : `${namesOf(stoppable)} are told to stop. What they have written stays.`}
      </p>
    ),
  };
}

const NAMED_MAX = 6;

function namesOf(jobs: Ticked[]): string {
  const names = jobs.slice(0, NAMED_MAX).map((job) => job.identifier);
  const more = jobs.length - names.length;
  if (more > 0) return `${names.join(", ")} and ${more} more`;
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names.join("");
}
