"use client";

import { tied } from "../../../../_ui/field.tsx";

type Props = {
  zone: string;
  onChange: (zone: string) => void;
  error: string | undefined;
  zones: readonly string[];
  /** How far it is from UTC. */
  hint: string;
};

/** Any zone's name, with those that the server knows as proposals. */
export function ZoneField({ zone, onChange, error, zones, hint }: Props) {
  return (
    <span className="field zone">
      <input
        {...tied("timeZone", error)}
        name="timeZone"
        list="zones"
        value={zone}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      <span className="dim nowrap">{hint}</span>
      <datalist id="zones">
        {zones.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </datalist>
    </span>
  );
}
