"use client";

import { useActionState, useEffect, useRef, useState } from "react";
import { FieldError, tied } from "#app/_ui/field.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { signIn, type SignInState } from "../actions.ts";

/** E-mail and password; an error keeps the address and moves the focus to the password. */
export function SignInForm({ callbackUrl, email }: { callbackUrl: string; email: string }) {
  const [state, act, busy] = useActionState<SignInState, FormData>(signIn, { email });
  const [shown, setShown] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (state.message) password.current?.focus();
  }, [state]);
  return (
    <form action={act}>
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <label htmlFor="email">E-mail</label>
      <span className="field">
        <input
          id="email"
          name="email"
          type="email"
          autoComplete="username"
          required
          maxLength={254}
          defaultValue={state.email}
          key={state.email}
        />
      </span>
      <label htmlFor="password">Password</label>
      <span className="field">
        <input
          ref={password}
          name="password"
          type={shown ? "text" : "password"}
          autoComplete="current-password"
          required
          maxLength={200}
          {...tied("password", state.message)}
        />
        <button
          type="button"
          className="link small soft show-password"
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? "Hide" : "Show"}
        </button>
      </span>
      <div role="alert">
        <FieldError id="password" error={state.message} />
      </div>
      <SubmitButton variant="primary" pending="Signing in…" busy={busy}>
        Sign in
      </SubmitButton>
    </form>
  );
}
