"use client";

import { useRouter } from "next/navigation";
import {
  useEffect,
  useRef,
  useState,
  type ComponentType,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from "react";
import type { ConfirmDialogProps } from "../../../../_ui/confirm-dialog.tsx";
import { hasUnsaved } from "./unsaved.ts";

type Props = {
  id: string;
  /** The list under it, with its filters. */
  list: string;
  children: ReactNode;
};

type Question = { Dialog: ComponentType<ConfirmDialogProps>; go: () => void };

/** The window over the list. The server draws it open; with scripts it is a modal one that asks before changes are lost. */
export function JobWindow({ id, list, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const router = useRouter();
  const [question, setQuestion] = useState<Question>();
  useEffect(() => {
    const element = dialog.current;
    if (!element) return undefined;
    element.close();
    element.showModal();
    element.querySelector<HTMLElement>(".tabs [aria-current]")?.focus({ preventScroll: true });
    return () => void requestAnimationFrame(() => focusOpener(id));
  }, [id]);
  const unlessUnsaved = (go: () => void) => {
    if (!hasUnsaved()) return go();
    void import("../../../../_ui/confirm-dialog.tsx").then(
      ({ ConfirmDialog }) => setQuestion({ Dialog: ConfirmDialog, go }),
      () => window.confirm("Leave without saving?") && go(),
    );
  };
  const leave = () => router.push(list, { scroll: false });
  const hold = (event: MouseEvent) => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>("a[href]");
    if (!link || link.download || event.ctrlKey || event.metaKey || !hasUnsaved()) return;
    // A link to a field of this very form leads nowhere else.
    if (link.hash && link.pathname + link.search === location.pathname + location.search) return;
    event.preventDefault();
    unlessUnsaved(() => router.push(link.pathname + link.search, { scroll: false }));
  };
  return (
    <>
      <div className="winveil" />
      {/* Listens for what would lose changes, and for the key that saves them. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <dialog
        ref={dialog}
        open
        className="win"
        aria-labelledby="window-title"
        onClickCapture={hold}
        onKeyDown={saveByKey}
        onCancel={(event) => {
          event.preventDefault();
          const isAsked = document.querySelector("[role=alertdialog]") !== null;
          if (event.target === dialog.current && !isAsked) unlessUnsaved(leave);
        }}
      >
        {children}
        {question && (
          <question.Dialog
            title="Leave without saving?"
            keep="Go on editing"
            go="Leave"
            onClose={() => setQuestion(undefined)}
            onGo={question.go}
          >
            <p>What you have changed here is not saved and will be lost.</p>
          </question.Dialog>
        )}
      </dialog>
    </>
  );
}

function saveByKey(event: KeyboardEvent<HTMLDialogElement>) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.querySelector<HTMLFormElement>("form[data-save]")?.requestSubmit();
}

/** The list under the window was drawn anew; the job's link is where the focus came from. */
function focusOpener(id: string) {
  if (document.querySelector("dialog[open]")) return;
  document.querySelector<HTMLElement>(`[data-schedule="${id}"] a.id`)?.focus();
}
