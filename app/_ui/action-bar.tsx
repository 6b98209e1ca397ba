import type { ReactNode } from "react";

type Props = {
  /** "3 selected". */
  children: ReactNode;
  /** What will not happen, and why. */
  note?: ReactNode;
  /** Clear first, the primary action last. */
  actions: ReactNode;
};

/** Floats at the foot of a list while rows are ticked. */
export function ActionBar({ children, note, actions }: Props) {
  return (
    <div className="act" role="region" aria-label="Selected rows">
      <b className="strong" role="status">
        {children}
      </b>
      {note && <span className="note">{note}</span>}
      {actions}
    </div>
  );
}
