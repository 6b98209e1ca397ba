"use client";

import { Dialog } from "@base-ui/react/dialog";
import { useRef, useState } from "react";
import { readCookie, writeCookie } from "../../_ui/cookies.ts";
import type { Shortcut } from "../../_ui/shortcuts.tsx";

type Props = { shortcuts: Shortcut[]; onClose: () => void };

/** Exactly the keys that work on this page, and the switch that turns them off. */
export function HelpDialog({ shortcuts, onClose }: Props) {
  const close = useRef<HTMLButtonElement>(null);
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="veil" />
        <Dialog.Popup className="dialog over" initialFocus={close}>
          <Dialog.Title render={<h2 />}>Keyboard shortcuts</Dialog.Title>
          <dl className="keys">
            {shortcuts.map(({ keys, label }) => (
              <KeyRow key={keys} keys={keys} label={label} />
            ))}
          </dl>
          <Switch />
          <div className="btns">
            <Dialog.Close ref={close} className="btn">
              Close
            </Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function KeyRow({ keys, label }: { keys: string; label: string }) {
  return (
    <>
      <dt>
        {keys.split(" ").map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{label}</dd>
    </>
  );
}

function Switch() {
  const [on, setOn] = useState(() => readCookie("shortcuts") !== "off");
  const turn = (next: boolean) => {
    setOn(next);
    writeCookie("shortcuts", next ? "" : "off");
  };
  return (
    <label className="tick">
      <input
        type="checkbox"
        role="switch"
        checked={on}
        onChange={(event) => turn(event.target.checked)}
      />{" "}
      Use single keys
    </label>
  );
}
