"use client";

import {
  memo,
  useMemo,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
} from "react";
import type { Mark } from "#lib/schedules/mark.ts";
import { CallOut } from "./call-out.tsx";
import { LaneDrawing } from "./lane-drawing.tsx";
import { nearest, nextIndex } from "./lane-cursor.ts";
import { wordsOf, type Span } from "./mark-words.ts";
import { unpacked, type PackedMark } from "./packed.ts";

type Props = {
  identifier: string;
  /** Its domain, or the installation. */
  place: string;
  scheduleId: string;
  packs: PackedMark[];
  span: Span;
};

/**
 * One job's due times. The pointer and the keyboard go from mark to mark and get its words: as a slider along the time axis,
 * which every screen reader can read.
 */
export const Lane = memo(function Lane({ identifier, place, scheduleId, packs, span }: Props) {
  const marks = useMemo(() => unpacked(packs), [packs]);
  const [chosen, setChosen] = useState<number | null>(null);
  const firstAhead = marks.findIndex((mark) => mark.at >= span.now);
  const here = chosen ?? (firstAhead < 0 ? marks.length - 1 : firstAhead);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") return setChosen(null);
    const next = nextIndex(event.key, chosen, here, marks.length);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
  };
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const found = nearest(marks, span, (event.clientX - box.left) / box.width, box.width);
    if (found !== null) setChosen(found);
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setChosen(null);
  };
  const onPointerLeave = (event: PointerEvent<HTMLElement>) => {
    // What has the focus keeps its words.
    if (!event.currentTarget.contains(document.activeElement)) setChosen(null);
  };
  const mark = chosen === null ? undefined : marks[chosen];
  return (
    // Hears that pointer and focus leave the lane and its words; the slider inside is what can be operated.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="lane-box" onBlur={onBlur} onPointerLeave={onPointerLeave}>
      <div
        className="lane"
        role="slider"
        tabIndex={0}
        aria-label={`Due times of ${identifier} of ${place}`}
        aria-valuemin={1}
        aria-valuemax={marks.length}
        aria-valuenow={here + 1}
        aria-valuetext={wordsOf(marks[here] as Mark, span)}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.target.matches(":focus-visible") && setChosen(here)}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
      >
        <LaneDrawing marks={marks} span={span} chosen={mark} />
      </div>
      {mark && <CallOut mark={mark} span={span} identifier={identifier} scheduleId={scheduleId} />}
    </div>
  );
});
