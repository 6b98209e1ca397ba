import { count } from "#lib/text/numbers.ts";
import { Icon, type IconName } from "./icon.tsx";

export type ToggleOption = {
  value: string;
  /** Accessible name and title: "Completed with warnings". */
  label: string;
  icon: IconName;
  tone: string;
  /** Left out where counting would cost too much. */
  count?: number;
  /** Where counting stopped: shown as "10,000+". */
  cap?: number;
};

type Props = {
  /** Name of the query parameter; its value is the comma-separated list of what is pressed. */
  name: string;
  label: string;
  options: ToggleOption[];
  selected: readonly string[];
};

/**
 * Status filters with their counts. Must be the first control of a `FilterForm`: each button carries the list as it will
 * be, so it works without scripts, and the silent button before them keeps the list when Enter is pressed in a field.
 */
export function Toggles({ name, label, options, selected }: Props) {
  return (
    <div className="toggles" role="group" aria-label={label}>
      <button
        type="submit"
        name={name}
        value={selected.join(",")}
        className="sr"
        tabIndex={-1}
        aria-hidden="true"
      />
      {options.map((option) => (
        <Toggle key={option.value} name={name} option={option} selected={selected} />
      ))}
    </div>
  );
}

function Toggle({
  name,
  option,
  selected,
}: {
  name: string;
  option: ToggleOption;
  selected: readonly string[];
}) {
  const pressed = selected.includes(option.value);
  const next = pressed
    ? selected.filter((value) => value !== option.value)
    : [...selected, option.value];
  const shown = option.count === undefined ? undefined : count(option.count, option.cap);
  return (
    <button
      type="submit"
      name={name}
      value={next.join(",")}
      aria-pressed={pressed}
      aria-label={shown === undefined ? option.label : `${option.label}, ${shown}`}
      title={option.label}
      className={option.count === 0 ? "none" : undefined}
    >
      <Icon name={option.icon} className={`i ${option.tone}`} />
      {shown}
    </button>
  );
}
