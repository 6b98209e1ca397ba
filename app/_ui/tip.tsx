"use client";

import { useId, useState, type KeyboardEvent, type ReactNode } from "react";

/**
 * A remark beside something that can take the focus: shown on hover and focus, stays while the pointer is on it, closes
 * with Escape. Holds nothing that is not said elsewhere too. The child gets the remark by `describedby` on the wrapper.
 */
export function Tip({ text, children }: { text: ReactNode; children: ReactNode }) {
  const id = useId();
  const [closed, setClosed] = useState(false);
  const escape = (event: KeyboardEvent) => event.key === "Escape" && setClosed(true);
  const open = () => setClosed(false);
  return (
    // The wrapper only listens; what can be operated is the child.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <span
      className="tipped"
      data-closed={closed || undefined}
      onKeyDown={escape}
      onMouseLeave={open}
      onBlur={open}
    >
      {children}
      <span id={id} className="tip" role="tooltip">
        {text}
      </span>
    </span>
  );
}
