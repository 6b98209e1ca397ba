"use client";

import { toggled } from "./weekdays.tsx";

const DAYS = Array.from({ length: 31 }, (_, index) => String(index + 1));

type Props = { chosen: string[]; onChange: (chosen: string[]) => void };

/** The days 1 to 31 and the last one of a month, whatever its number. */
export function MonthDays({ chosen, onChange }: Props) {
  return (
    <div id="days" className="days2 month" role="group" aria-label="Days of the month">
      {[...DAYS, "last"].map((day) => (
        <label key={day} className={day === "last" ? "last" : undefined}>
          <input
            type="checkbox"
            className="sr"
            name="days"
            value={day}
            checked={chosen.includes(day)}
            onChange={() => onChange(toggled(chosen, day))}
          />
          <span>{day === "last" ? "Last day" : day}</span>
        </label>
      ))}
    </div>
  );
}
