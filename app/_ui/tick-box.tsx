"use client";

import { useEffect, useRef, type MouseEvent } from "react";

type Props = {
  /** What the form of the bar carries for this row. */
  name: string;
  value: string;
  checked: boolean;
  label: string;
  onTick: (on: boolean, isRange: boolean) => void;
};

/** The box of a row. It belongs to the form of the bar, so that it counts without scripts too. */
export function TickBox({ name, value, checked, label, onTick }: Props) {
  return (
    <input
      type="checkbox"
      form="ticked"
      name={name}
      value={value}
      checked={checked}
      aria-label={label}
      onChange={() => undefined}
      onClick={(event: MouseEvent<HTMLInputElement>) =>
        onTick(event.currentTarget.checked, event.shiftKey)
      }
    />
  );
}

type AllProps = {
  /** Of the rows on this page that can be ticked. */
  ticked: number;
  tickable: number;
  onAll: (on: boolean) => void;
};

/** Works with scripts only; without them each row has its own. */
export function TickAll({ ticked, tickable, onAll }: AllProps) {
  const box = useRef<HTMLInputElement>(null);
  const mixed = ticked > 0 && ticked < tickable;
  useEffect(() => {
    if (box.current) box.current.indeterminate = mixed;
  }, [mixed]);
  return (
    <input
      ref={box}
      type="checkbox"
      className={mixed ? "mixed" : undefined}
      aria-label="Select all on this page"
      checked={ticked > 0 && !mixed}
      onChange={(event) => onAll(mixed || event.currentTarget.checked)}
    />
  );
}
