"use client";

import { useEffect } from "react";

let unsaved = false;

/** Whether a form of the window holds changes that are not saved. */
export const hasUnsaved = () => unsaved;

/** Says so while it is true, and lets the browser ask before the document goes. */
export function useUnsaved(changed: boolean) {
  useEffect(() => {
    unsaved = changed;
    if (!changed) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => {
      unsaved = false;
      removeEventListener("beforeunload", ask);
    };
  }, [changed]);
}
