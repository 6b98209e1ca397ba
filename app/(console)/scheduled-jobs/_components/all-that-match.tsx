"use client";

import { useState } from "react";
import { count } from "#lib/text/numbers.ts";
import { ticked, type Ticked } from "./ticked.ts";

type Props = { here: number; total: number; query: string };

/** After all of the page: ticks everything that matches the filters now, on all pages. */
export function AllThatMatch({ here, total, query }: Props) {
  const [state, setState] = useState<"still" | "asks" | "failed">("still");
  const ask = async () => {
    setState("asks");
    const answer = await fetch(`/api/scheduled-jobs/matching?${query}`, {
      cache: "no-store",
    }).catch(() => undefined);
    if (!answer?.ok) return setState("failed");
    ticked.set(((await answer.json()) as { jobs: Ticked[] }).jobs, true);
    setState("still");
  };
  return (
    <>
      All {here} on this page.{" "}
      <button
        type="button"
        className="link"
        aria-busy={state === "asks"}
        onClick={() => void ask()}
      >
        Select all {count(total)} that match
      </button>
      {state === "failed" && <span className="err">Not reached, try again</span>}
    </>
  );
}
