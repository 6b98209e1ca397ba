"use client";

import { useEffect } from "react";

/** The title of a page that takes another one's place: an error, a refusal. Their metadata is not asked for. */
export function PageTitle({ children }: { children: string }) {
  useEffect(() => {
    document.title = `${children} · Nightshift`;
  }, [children]);
  return null;
}
