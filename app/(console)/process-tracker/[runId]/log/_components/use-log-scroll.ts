"use client";

import { useEffect, useEffectEvent, useLayoutEffect, useRef, type RefObject } from "react";
import { firstSeq } from "./lines.ts";
import type { Log } from "./use-log.ts";
import { isAtEnd } from "./visible-lines.ts";

type Before = { first: number | undefined; height: number; top: number };

/**
 * Scrolls the log: along with its end while it is followed, to a line that was asked for, and otherwise not at all, also when
 * lines come or go above what is looked at. Scrolling up lets go of the end; End takes hold of it again.
 */
export function useLogScroll(
  log: Log,
  target: number | undefined,
): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<Before>({ first: undefined, height: 0, top: 0 });
  const { chunks, follow } = log;
  const first = firstSeq(chunks);
  const letGo = useEffectEvent(() => {
    if (log.follow) log.setFollow(false);
  });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    if (follow) element.scrollTo({ top: element.scrollHeight });
    else stay(element, before.current, first);
    const note = () => {
      before.current = { first, height: element.scrollHeight, top: element.scrollTop };
    };
    const onScroll = () => {
      // Whatever moved it up, a key, the browser's own search, a link in the focus: the reader looks there.
      if (element.scrollTop < before.current.top && !isAtEnd()) letGo();
      note();
    };
    note();
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, [chunks, first, follow]);
  const pieces = chunks.length;
  useLayoutEffect(() => {
    if (target === undefined) return;
    box.current?.querySelector(`[data-seq="${target}"]`)?.scrollIntoView({ block: "center" });
  }, [target, pieces]);
  useHold(box, log);
  return box;
}

/** Earlier lines push down what is looked at. */
function stay(element: HTMLElement, before: Before, first: number | undefined): void {
  const grewAbove = before.first !== undefined && first !== undefined && first < before.first;
  if (grewAbove) element.scrollTo({ top: before.top + element.scrollHeight - before.height });
}

function useHold(box: RefObject<HTMLElement | null>, log: Log): void {
  const letGo = useEffectEvent(() => {
    if (log.follow) log.setFollow(false);
  });
  const hold = useEffectEvent(() => log.setFollow(true));
  // Who scrolls to the end by hand has read what came meanwhile.
  const arrive = useEffectEvent(() => {
    if (!log.follow && log.atEnd && log.fresh > 0 && isAtEnd()) log.setFollow(true);
  });
  useEffect(() => {
    const element = box.current;
    const ends = new AbortController();
    const { signal } = ends;
    const passive = { passive: true, signal };
    element?.addEventListener("wheel", (event) => event.deltaY < 0 && letGo(), passive);
    element?.addEventListener("touchmove", () => letGo(), passive);
    // The scroll bar belongs to the element itself; lines are inside it.
    element?.addEventListener(
      "pointerdown",
      (event) => event.target === element && letGo(),
      passive,
    );
    element?.addEventListener("scroll", () => arrive(), passive);
    const onKey = (event: KeyboardEvent) => {
      if ((event.target as HTMLElement).closest("input, select, textarea, [role=alertdialog]"))
        return;
      if (event.key === "End") {
        event.preventDefault();
        hold();
      }
      if (["PageUp", "ArrowUp", "Home"].includes(event.key)) letGo();
    };
    document.addEventListener("keydown", onKey, { signal });
    return () => ends.abort();
  }, [box]);
}
