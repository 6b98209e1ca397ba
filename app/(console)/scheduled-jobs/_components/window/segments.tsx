"use client";

type Props = {
  name: string;
  label: string;
  options: ReadonlyArray<readonly [value: string, words: string]>;
  value: string;
  onChange: (value: string) => void;
};

/** One of a few, side by side: radio buttons that look like one control. */
export function Segments({ name, label, options, value, onChange }: Props) {
  return (
    <div className="seg" role="radiogroup" aria-label={label} id={name}>
      {options.map(([each, words]) => (
        <label key={each}>
          <input
            type="radio"
            className="sr"
            name={name}
            value={each}
            checked={each === value}
            onChange={() => onChange(each)}
          />
          <span>{words}</span>
        </label>
      ))}
    </div>
  );
}
