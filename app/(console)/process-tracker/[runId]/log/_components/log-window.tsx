"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, type ReactNode } from "react";

type Props = {
  runId: number;
  /** Where it closes to; the run's page where nothing is named. */
  back: string | undefined;
  children: ReactNode;
};

/** A window over the page it was opened from. The server draws it open; with scripts it becomes a modal one. */
export function LogWindow({ runId, back, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const router = useRouter();
  useEffect(() => {
    const element = dialog.current;
    if (!element) return undefined;
    element.close();
    element.showModal();
    element.querySelector<HTMLElement>("[role=log]")?.focus({ preventScroll: true });
    return () => void requestAnimationFrame(() => focusOpener(runId));
  }, [runId]);
  const leave = () => router.push(back ?? `/process-tracker/${runId}`, { scroll: false });
  return (
    <>
      <div className="logveil" />
      <dialog
        ref={dialog}
        open
        className="logw"
        aria-labelledby="log-title"
        onCancel={(event) => {
          event.preventDefault();
          leave();
        }}
      >
        {children}
      </dialog>
    </>
  );
}

/** The page under the window was drawn anew; its link to the log is where the focus came from. */
function focusOpener(runId: number) {
  const links = `a[href^="/process-tracker/${runId}/log?"]`;
  const opener = [
    `dialog.win td ${links}`,
    `dialog.win ${links}`,
    "[data-act=log] a",
    `tr ${links}`,
  ]
    .map((place) => document.querySelector<HTMLElement>(place))
    .find((found) => found !== null);
  opener?.focus({ preventScroll: true });
}
