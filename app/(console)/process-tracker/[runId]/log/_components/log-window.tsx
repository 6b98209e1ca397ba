"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, type ReactNode } from "react";

/** A window over the run's page. The server draws it open; with scripts it becomes a modal one. */
export function LogWindow({ runId, children }: { runId: number; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const router = useRouter();
  useEffect(() => {
    const element = dialog.current;
    if (!element) return undefined;
    element.close();
    element.showModal();
    element.querySelector<HTMLElement>("[role=log]")?.focus({ preventScroll: true });
    return () => void requestAnimationFrame(focusOpener);
  }, []);
  const leave = () => router.push(`/process-tracker/${runId}`, { scroll: false });
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
function focusOpener() {
  document.querySelector<HTMLElement>("[data-act=log] a")?.focus();
}
