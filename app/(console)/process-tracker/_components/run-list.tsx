"use client";

import { ManyAnswer } from "./many-answer.tsx";
import { ManyQuestion } from "./many-question.tsx";
import { RunRows, type RunRowsProps } from "./run-rows.tsx";
import { useMany } from "./use-many.ts";

type Props = Omit<RunRowsProps, "many"> & {
  /** Changes with the filters and the page: the rows of another one begin anew, while ticks and answer stay. */
  place: string;
};

/** The list, and what became of the runs that were ticked in it. */
export function RunList({ place, ...rows }: Props) {
  const many = useMany();
  const { answer, untouched, foreseen } = many;
  return (
    <>
      <div role="status">
        {answer && <ManyAnswer answer={answer} untouched={untouched} onDismiss={many.dismiss} />}
      </div>
      {foreseen && <ManyQuestion foreseen={foreseen} many={many} list={rows.list} />}
      <RunRows key={place} {...rows} many={many} />
    </>
  );
}
