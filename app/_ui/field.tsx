import type { ComponentProps, ReactNode } from "react";
import { Icon } from "./icon.tsx";

type FrameProps = {
  /** The id of the control inside; help and error are tied to it by `describedBy`. */
  id: string;
  label: ReactNode;
  help?: ReactNode;
  error?: string;
  /** Marks are on the optional ones: most fields are required. */
  optional?: boolean;
  children: ReactNode;
};

/** Label above, help and error below a control. */
export function Field({ id, label, help, error, optional, children }: FrameProps) {
  return (
    <div className="fieldset">
      <label htmlFor={id} className="label">
        {label} {optional && <span className="dim">optional</span>}
      </label>
      {children}
      {help && (
        <p id={`${id}-help`} className="help">
          {help}
        </p>
      )}
      <FieldError id={id} error={error} />
    </div>
  );
}

/** The sentence under a field, tied to it. */
export function FieldError({ id, error }: { id: string; error?: string }) {
  if (!error) return null;
  return (
    <p id={`${id}-error`} className="err">
      <Icon name="fail" />
      {error}
    </p>
  );
}

/** The attributes that tie a control to its help and error. */
export function tied(id: string, error?: string, help?: unknown) {
  const ids = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  return {
    id,
    "aria-describedby": ids || undefined,
    "aria-invalid": error ? true : undefined,
  } as const;
}

type InputProps = Omit<ComponentProps<"input">, "id" | "className"> & {
  id: string;
  error?: string;
  help?: unknown;
  after?: ReactNode;
};

/** A one-line field; `after` stands inside at its right. */
export function Input({ id, error, help, after, ...rest }: InputProps) {
  return (
    <span className="field">
      <input {...rest} {...tied(id, error, help)} />
      {after}
    </span>
  );
}

type SelectProps = Omit<ComponentProps<"select">, "id" | "className"> & {
  id: string;
  error?: string;
  help?: unknown;
};

/** The platform's own list in the drawn frame. */
export function Select({ id, error, help, children, ...rest }: SelectProps) {
  return (
    <span className="field picks">
      <select {...rest} {...tied(id, error, help)}>
        {children}
      </select>
      <Icon name="chev" />
    </span>
  );
}

type TickProps = Omit<ComponentProps<"input">, "type" | "className"> & {
  children?: ReactNode;
  kind?: "checkbox" | "radio";
};

/** A box with its words; the words are part of the target. */
export function Tick({ kind = "checkbox", children, ...rest }: TickProps) {
  return (
    <label className="tick">
      <input type={kind} {...rest} /> {children}
    </label>
  );
}
