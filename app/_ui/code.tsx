import { Fragment, type ReactNode } from "react";

/** Code, JSON or log text as it is; scrolls inside itself and can be reached by keyboard. */
export function Code({ label, children }: { label: string; children: ReactNode }) {
  return (
    // A region that scrolls must be reachable with the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className="code" role="region" aria-label={label} tabIndex={0}>
      {children}
    </pre>
  );
}

/** A value as indented JSON with its keys in ink. Secrets must have been masked before. */
export function Json({ label, value }: { label: string; value: unknown }) {
  const lines = JSON.stringify(value, null, 2).split("\n");
  return (
    <Code label={label}>
      {lines.map((line, index) => (
        <Fragment key={index}>
          <JsonLine line={line} />
          {index < lines.length - 1 && "\n"}
        </Fragment>
      ))}
    </Code>
  );
}

function JsonLine({ line }: { line: string }) {
  const match = /^(\s*)("(?:[^"\\]|\\.)*")(:.*)$/.exec(line);
  if (!match) return line;
  return (
    <>
      {match[1]}
      <b>{match[2]}</b>
      {match[3]}
    </>
  );
}
