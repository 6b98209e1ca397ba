"use client";

import { useState } from "react";

type Props<T> = {
  here: number;
  /** "Select all 312 that match". */
  words: string;
  /** Answers them. */
  address: string;
  onAll: (answer: T) => void;
};

/** After all of the page: ticks everything that matches the filters now, on all pages. */
export function AllThatMatch<T>({ here, words, address, onAll }: Props<T>) {
  const [state, setState] = useState<"still" | "asks" | "failed">("still");
  const ask = async () => {
    setState("asks");
    const answer = await fetch(address, { cache: "no-store" }).catch(() => undefined);
    if (!answer?.ok) return setState("failed");
    onAll((await answer.json()) as T);
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
        {words}
      </button>
      {state === "failed" && <span className="err">Not reached, try again</span>}
    </>
  );
}
