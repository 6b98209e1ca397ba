"use client";

import { useMemo } from "react";
import type { Mark } from "#lib/schedules/mark.ts";
import { CallOut } from "./call-out.tsx";
import { LaneDrawing } from "./lane-drawing.tsx";
import { wordsOf, type Span } from "./mark-words.ts";
import { unpacked, type PackedMark } from "./packed.ts";
import { useCursor } from "./use-cursor.ts";

type Props = {
  identifier: string;
  /** Its domain, or the installation. */
  place: string;
  scheduleId: string;
  mayRun: boolean;
  packs: PackedMark[];
  span: Span;
};

/**
 * One job's due times. The pointer and the keyboard go from mark to mark and get its words: as a slider along the time axis,
 * which every screen reader can read. Without `memo`: React begins such a part anew when the server's tree comes again.
 */
export function Lane(props: Props) {
  const { identifier, place, scheduleId, mayRun, packs, span } = props;
  const marks = useMemo(() => unpacked(packs), [packs]);
  const { current, isOpen, around, along } = useCursor(marks, span);
  const mark = marks[current] as Mark;
  return (
    // Hears that pointer and focus leave the lane and its words; the slider inside is what can be operated.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="lane-box" {...around}>
      <div
        className="lane"
        role="slider"
        tabIndex={0}
        aria-label={`Due times of ${identifier} of ${place}`}
        aria-valuemin={1}
        aria-valuemax={marks.length}
        aria-valuenow={current + 1}
        aria-valuetext={wordsOf(mark, span)}
        {...along}
      >
        <LaneDrawing marks={marks} span={span} chosen={isOpen ? mark : undefined} />
      </div>
      {isOpen && (
        <CallOut
          mark={mark}
          span={span}
          identifier={identifier}
          scheduleId={scheduleId}
          mayRun={mayRun}
        />
      )}
    </div>
  );
}
