"use client";

import { useActionState } from "react";
import { setPreference } from "./actions.ts";
import type { PreferenceName } from "../../_ui/preferences.ts";

type Option = { value: string; label: string };

type Props = { name: PreferenceName; label: string; options: Option[]; current: string };

/** One preference as a row of buttons: each posts its value, so it works without scripts too. */
export function PreferenceForm({ name, label, options, current }: Props) {
  const [, choose] = useActionState(setPreference, undefined);
  return (
    <div className="set" role="group" aria-label={label}>
      <span aria-hidden="true">{label}</span>
      <form action={choose} onSubmit={(event) => showAtOnce(name, event.nativeEvent.submitter)}>
        <input type="hidden" name="name" value={name} />
        {options.map((option) => (
          <button
            key={option.value}
            type="submit"
            name="value"
            value={option.value}
            aria-pressed={option.value === current}
            data-stay="true"
          >
            {option.label}
          </button>
        ))}
      </form>
    </div>
  );
}

/** Theme and density are attributes of the document; nobody waits for the server to see them. */
function showAtOnce(name: PreferenceName, submitter: HTMLElement | null) {
  if (name === "times" || !(submitter instanceof HTMLButtonElement)) return;
  document.documentElement.dataset[name] = submitter.value;
}
