"use client";

import { useActionState } from "react";
import type { PageSize } from "#lib/runs/list-input.ts";
import { count } from "#lib/text/numbers.ts";
import { setPageSize } from "../actions.ts";

const CAP = 10_000;

type Props = {
  /** To choose from; given, because the file they come from would bring the validator into the browser. */
  sizes: readonly PageSize[];
  size: PageSize;
  shown: number;
  total: number;
  /** There may be more than the total. */
  open: boolean;
  /** Query string of the first page, with its question mark. */
  back: string;
};

/** How many rows of how many, and how many on a page; the choice is remembered by this browser. */
export function PageSizes({ sizes, size, shown, total, open, back }: Props) {
  const [, choose] = useActionState(setPageSize, undefined);
  return (
    <form action={choose} className="sizes">
      <input type="hidden" name="back" value={back} />
      <span>
        <b>{count(shown)}</b> of {count(total, open ? total : CAP)}
      </span>
      <span role="group" aria-label="Rows on a page">
        Rows
        {sizes.map((each) => (
          <button key={each} type="submit" name="size" value={each} aria-pressed={each === size}>
            {each}
          </button>
        ))}
      </span>
    </form>
  );
}
