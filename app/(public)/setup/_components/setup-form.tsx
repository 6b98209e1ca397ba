"use client";

import { useActionState, useEffect, useState } from "react";
import { FieldError, tied } from "#app/_ui/field.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { setUp, type SetupState } from "../actions.ts";

const FIELDS = [
  { name: "token", label: "Token", type: "text", autoComplete: "off" },
  { name: "name", label: "Name", type: "text", autoComplete: "name" },
  { name: "email", label: "E-mail", type: "email", autoComplete: "username" },
  { name: "password", label: "Password", type: "password", autoComplete: "new-password" },
] as const;

/** The only form of an installation without people. */
export function SetupForm() {
  const [state, act, busy] = useActionState<SetupState, FormData>(setUp, {
    fields: {},
    values: { token: "", name: "", email: "" },
  });
  const [zone, setZone] = useState("UTC");
  useEffect(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  return (
    <form action={act} noValidate>
      <input type="hidden" name="timeZone" value={zone} />
      <div role="alert">
        <FieldError id="form" error={state.message} />
      </div>
      {FIELDS.map(({ name, label, ...field }) => (
        <div key={name}>
          <label htmlFor={name}>{label}</label>
          <span className="field" style={{ width: "100%" }}>
            <input
              name={name}
              required
              {...field}
              {...tied(name, state.fields[name], name === "password")}
              defaultValue={valueOf(state, name)}
            />
          </span>
          {name === "password" && (
            <p id="password-help" className="help">
              8 to 128 characters, any of them.
            </p>
          )}
          <FieldError id={name} error={state.fields[name]} />
        </div>
      ))}
      <SubmitButton variant="primary" pending="Creating…" busy={busy}>
        Create the administrator
      </SubmitButton>
    </form>
  );
}

const valueOf = (state: SetupState, name: string) =>
  state.values[name as keyof SetupState["values"]] ?? "";
