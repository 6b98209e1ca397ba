"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useRef, useState, type ReactNode } from "react";

export type ConfirmDialogProps = {
  title: string;
  children: ReactNode;
  keep: string;
  /** Undefined: there is nothing to agree to. */
  go?: string;
  typed?: string;
  reason?: string;
  onClose: () => void;
  onGo: (said?: Said) => void;
};

/** What the person typed and why he says he does it; names as the form carries them. */
export type Said = { typed: string; reason: string };

/** A question with two verbs. The one that changes nothing has the first focus; Escape takes it too. */
export function ConfirmDialog({
  title,
  children,
  keep,
  go,
  typed,
  reason,
  onClose,
  onGo,
}: ConfirmDialogProps) {
  const keepButton = useRef<HTMLButtonElement>(null);
  const [text, setText] = useState("");
  const [why, setWhy] = useState("");
  const ready =
    (typed === undefined || text.trim() === typed) && (reason === undefined || why.trim() !== "");
  return (
    <AlertDialog.Root open onOpenChange={(open) => open || onClose()}>
      <AlertDialog.Portal container={topmost()}>
        <AlertDialog.Backdrop className="veil" />
        <AlertDialog.Popup className="dialog over" initialFocus={keepButton}>
          <AlertDialog.Title render={<h2 />}>{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div className="said" />}>
            {children}
          </AlertDialog.Description>
          {reason !== undefined && <Reason label={reason} text={why} onText={setWhy} />}
          {typed !== undefined && <Typed expected={typed} text={text} onText={setText} />}
          <div className="btns">
            <button ref={keepButton} type="button" className="btn" onClick={onClose}>
              {keep}
            </button>
            {go && (
              <button
                type="button"
                className="btn"
                aria-disabled={ready ? undefined : true}
                onClick={() =>
                  ready && onGo(reason === undefined ? undefined : { typed: text, reason: why })
                }
              >
                {go}
              </button>
            )}
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** Over a window that the platform holds above everything, only what stands inside it can be reached. */
const topmost = () => [...document.querySelectorAll<HTMLElement>("dialog:modal")].at(-1);

type ReasonProps = { label: string; text: string; onText: (text: string) => void };

function Reason({ label, text, onText }: ReasonProps) {
  return (
    <label className="fieldset">
      <span className="label">{label}</span>
      <span className="field">
        <input value={text} maxLength={500} onChange={(event) => onText(event.target.value)} />
      </span>
    </label>
  );
}

function Typed({
  expected,
  text,
  onText,
}: {
  expected: string;
  text: string;
  onText: (text: string) => void;
}) {
  return (
    <label className="fieldset">
      <span className="label">
        Type <code>{expected}</code> to go on
      </span>
      <span className="field">
        <input
          value={text}
          onChange={(event) => onText(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
      </span>
    </label>
  );
}
