import { useState, type FocusEvent, type KeyboardEvent, type PointerEvent } from "react";
import type { Mark } from "#lib/schedules/mark.ts";
import { nearest, nextIndex } from "./lane-cursor.ts";
import type { Span } from "./mark-words.ts";

/** Which mark of a lane pointer or keyboard are on, and whether its words are open. It begins at the next one to come. */
export function useCursor(marks: readonly Mark[], span: Span) {
  const firstAhead = marks.findIndex((mark) => mark.at >= span.now);
  const [here, setHere] = useState(firstAhead < 0 ? marks.length - 1 : firstAhead);
  const [isOpen, setOpen] = useState(false);
  // A lane that was read anew may be shorter.
  const current = Math.min(here, marks.length - 1);
  const show = (index: number) => {
    setHere(index);
    setOpen(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") return setOpen(false);
    const next = nextIndex(event.key, isOpen, current, marks.length);
    if (next === null) return;
    event.preventDefault();
    show(next);
  };
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const found = nearest(marks, span, (event.clientX - box.left) / box.width, box.width);
    if (found !== null) show(found);
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    if (event.target.matches(":focus-visible")) show(current);
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  };
  const onPointerLeave = (event: PointerEvent<HTMLElement>) => {
    // What has the focus keeps its words.
    if (!event.currentTarget.contains(document.activeElement)) setOpen(false);
  };
  return {
    current,
    isOpen,
    /** For what holds the lane and the words. */
    around: { onBlur, onPointerLeave },
    /** For the lane. */
    along: { onKeyDown, onFocus, onPointerMove: onPointer, onPointerDown: onPointer },
  };
}
