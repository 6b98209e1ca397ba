"use client";

import { useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { Icon } from "../../../../_ui/icon.tsx";

type Props = {
  recipients: string[];
  /** What is wrong, by address. */
  faults: ReadonlyMap<string, string>;
  /** About the list as a whole. */
  error?: string;
  max: number;
  onChange: (recipients: string[]) => void;
};

/** Addresses as chips: type, paste a list, comma or Enter; each is checked. Without scripts the cross sends the form without it. */
export function Recipients({ recipients, faults, error, max, onChange }: Props) {
  const [typed, setTyped] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const wrong = recipients.filter((address) => faults.has(address));
  const said = [...wrong.map((address) => sentence(address, faults)), ...(error ? [error] : [])];
  const add = (text: string) => {
    setTyped("");
    onChange(merged(recipients, text));
  };
  const remove = (address: string) => {
    onChange(recipients.filter((each) => each !== address));
    input.current?.focus();
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    const ends = event.key === "Enter" || event.key === "," || event.key === ";";
    if (ends && typed.trim() && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      add(typed);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.preventDefault();
    else if (event.key === "Backspace" && typed === "") onChange(recipients.slice(0, -1));
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text");
    if (!/[,;\s]/.test(text.trim())) return;
    event.preventDefault();
    add(`${typed} ${text}`);
  };
  return (
    <div>
      <div className="toks" data-invalid={said.length > 0 || undefined}>
        {recipients.map((address) => (
          <span key={address} className="tok" data-bad={faults.has(address) || undefined}>
            {faults.has(address) && <Icon name="fail" />}
            {address}
            <input type="hidden" name="recipients" value={address} />
            <button
              type="submit"
              name="remove"
              value={address}
              aria-label={`Remove ${address}`}
              onClick={(event) => {
                event.preventDefault();
                remove(address);
              }}
            >
              <Icon name="x" />
            </button>
          </span>
        ))}
        <input
          ref={input}
          id="recipients"
          name="recipients"
          type="text"
          inputMode="email"
          autoComplete="off"
          spellCheck={false}
          placeholder="Add or paste addresses"
          aria-label="Add a recipient"
          aria-describedby={
            said.length > 0 ? "recipients-error recipients-count" : "recipients-count"
          }
          aria-invalid={said.length > 0 || undefined}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={keys}
          onPaste={paste}
          onBlur={() => typed.trim() && add(typed)}
        />
      </div>
      <div className="toks-foot">
        <div id="recipients-error" role="status">
          {said.map((text) => (
            <p key={text} className="err">
              <Icon name="fail" />
              {text}
            </p>
          ))}
        </div>
        <span id="recipients-count" className="cnt">
          {recipients.length} of {max}
        </span>
      </div>
    </div>
  );
}

const sentence = (address: string, faults: ReadonlyMap<string, string>) =>
  `${address}: ${faults.get(address)}`;

/** Split at commas, semicolons and white space; doubles are merged, whatever their case. */
function merged(recipients: string[], text: string): string[] {
  const known = new Set(recipients.map((address) => address.toLowerCase()));
  const fresh = text.split(/[,;\s]+/).filter((address) => {
    const isNew = address !== "" && !known.has(address.toLowerCase());
    known.add(address.toLowerCase());
    return isNew;
  });
  return [...recipients, ...fresh];
}
