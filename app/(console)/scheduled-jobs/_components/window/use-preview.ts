"use client";

import { useEffect, useState, type RefObject } from "react";
import type { CheckedPreview } from "#lib/schedules/preview.ts";

export type Shown = {
  preview: Pick<CheckedPreview, "words" | "timeZone" | "nextRuns"> & {
    tooClose?: CheckedPreview["tooClose"];
  };
  zoneHint: string;
};

/** One stops typing for this long before it is asked. */
const PAUSE_MS = 250;

type Read = { shown: Shown; faults: Record<string, string> };

/**
 * The plan of the form read back by the server, a moment after each change; `key` changes with the plan. What can't be read is told
 * by field, and the last plan that could be stays out of sight.
 */
export function usePreview(
  form: RefObject<HTMLFormElement | null>,
  { id, key, first }: { id: string; key: string; first: Shown },
): Read {
  const [read, setRead] = useState<Read>({ shown: first, faults: {} });
  const [asked, setAsked] = useState(key);
  useEffect(() => {
    if (key === asked || !form.current) return undefined;
    const abort = new AbortController();
    const query = new URLSearchParams(
      [...new FormData(form.current)].filter(
        (entry): entry is [string, string] =>
          typeof entry[1] === "string" && !entry[0].startsWith("$"),
      ),
    );
    const timer = setTimeout(() => {
      setAsked(key);
      void ask(`/api/scheduled-jobs/${id}/preview?${query}`, abort.signal).then(
        (answer) => answer && setRead((before) => ({ ...before, ...answer })),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [key, asked, id, form]);
  return read;
}

/** Undefined: not reached; what stands there is older than the form, and the next change asks anew. */
async function ask(address: string, signal: AbortSignal): Promise<Partial<Read> | undefined> {
  const answer = await fetch(address, { cache: "no-store", signal }).catch(() => undefined);
  if (answer?.ok) return { shown: (await answer.json()) as Shown, faults: {} };
  if (answer?.status !== 422) return undefined;
  return { faults: ((await answer.json()) as { fields: Record<string, string> }).fields };
}
