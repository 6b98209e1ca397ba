"use client";

type Props = {
  form: string;
  /** What would be saved, in words; empty: nothing has changed. */
  changes: string[];
  /** What the last save said. */
  saved?: string;
  busy: boolean;
  onUndo: () => void;
  children: string;
};

/** What has changed at the left, undo and save at the right. Without scripts it always saves. */
export function SaveFoot({ form, changes, saved, busy, onUndo, children }: Props) {
  const none = changes.length === 0;
  return (
    <footer>
      <span className="dim" role="status">
        {none ? (saved ?? "") : `Changed: ${changes.join(", ")}`}
      </span>
      <span className="e">
        {!none && (
          <button type="button" className="btn quiet" onClick={onUndo}>
            Undo changes
          </button>
        )}
        <button
          type="submit"
          form={form}
          className="btn primary"
          aria-disabled={busy || undefined}
          onClick={(event) => busy && event.preventDefault()}
        >
          <span className="faces">
            <span className={busy ? "away" : undefined}>{children}</span>
            <span className={busy ? undefined : "away"}>Saving…</span>
          </span>
          <kbd aria-hidden="true">Ctrl ↵</kbd>
        </button>
      </span>
    </footer>
  );
}
