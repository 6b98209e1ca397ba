"use client";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const EVERY = ["1", "2", "3", "4", "5", "6", "7"];

type Props = { chosen: string[]; error: string | undefined; onChange: (chosen: string[]) => void };

/** The seven days as toggles, and the two sets that most people want. */
export function Weekdays({ chosen, error, onChange }: Props) {
  return (
    <div
      id="weekdays"
      className="days2"
      role="group"
      aria-label="Weekdays"
      aria-describedby={error && "weekdays-error"}
    >
      {DAYS.map((day, index) => {
        const value = String(index + 1);
        return (
          <label key={day}>
            <input
              type="checkbox"
              className="sr"
              name="weekdays"
              value={value}
              checked={chosen.includes(value)}
              aria-label={day}
              onChange={() => onChange(toggled(chosen, value))}
            />
            <span aria-hidden="true">{day.slice(0, 3)}</span>
          </label>
        );
      })}
      <button type="button" className="link soft script" onClick={() => onChange(EVERY)}>
        every day
      </button>
      <button
        type="button"
        className="link soft script"
        onClick={() => onChange(EVERY.slice(0, 5))}
      >
        Mon–Fri
      </button>
    </div>
  );
}

/** In order, so that ticking and unticking leaves what was there. */
export const toggled = (chosen: string[], value: string) =>
  (chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]).toSorted(
    (a, b) => order(a) - order(b),
  );

const order = (value: string) => Number(value) || 99;
