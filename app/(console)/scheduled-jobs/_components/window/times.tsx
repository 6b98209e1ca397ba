"use client";

import { useRef } from "react";
import { ordinal } from "#lib/text/numbers.ts";
import { Button } from "../../../../_ui/button.tsx";
import { Icon } from "../../../../_ui/icon.tsx";

type Props = { times: string[]; max: number; onChange: (times: string[]) => void };

/** One or several times of the day. Without scripts two empty fields wait for more, and an emptied one is none. */
export function Times({ times, max, onChange }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const add = () => {
    onChange([...times, ""]);
    requestAnimationFrame(() =>
      [...(list.current?.querySelectorAll("input") ?? [])].at(-1)?.focus(),
    );
  };
  const remove = (at: number) => {
    onChange(times.filter((_, index) => index !== at));
    list.current?.querySelector<HTMLElement>(".add")?.focus();
  };
  return (
    <div ref={list} id="times" className="times2" role="group" aria-label="Times of the day">
      {times.map((time, at) => (
        <span key={at} className="field time2">
          <input
            type="time"
            name="times"
            value={time}
            aria-label={`${ordinal(at + 1)} time`}
            onChange={(event) =>
              onChange(times.map((each, index) => (index === at ? event.target.value : each)))
            }
          />
          {times.length > 1 && (
            <button
              type="button"
              className="script"
              aria-label={`Remove ${time || "the empty time"}`}
              onClick={() => remove(at)}
            >
              <Icon name="x" />
            </button>
          )}
        </span>
      ))}
      <noscript>
        {[1, 2].map((more) => (
          <span key={more} className="field time2">
            <input type="time" name="times" aria-label={`${ordinal(times.length + more)} time`} />
          </span>
        ))}
      </noscript>
      {times.length < max && (
        <Button variant="quiet" className="add script" onClick={add}>
          Add a time
        </Button>
      )}
    </div>
  );
}
