import Link from "next/link";
import type { ReactNode } from "react";
import { counted } from "#lib/text/numbers.ts";
import { CopyButton } from "../../../../_ui/copy-button.tsx";
import { Code } from "../../../../_ui/code.tsx";

/** The frozen parameters as JSON, secrets masked by the server; what is long is folded, ids that lead somewhere are links. */
export function Parameters({ value }: { value: unknown }) {
  const entries = Object.entries((value ?? {}) as Record<string, unknown>);
  if (entries.length === 0) return <p className="none">It takes none.</p>;
  return (
    <div className="params">
      <Code label="Parameters">
        {"{\n"}
        {entries.map(([key, inner], at) => (
          <span key={key}>
            {"  "}
            <b>{JSON.stringify(key)}</b>:{" "}
            <Value name={key} value={inner} after={at < entries.length - 1 ? ",\n" : "\n"} />
          </span>
        ))}
        {"}"}
      </Code>
      <CopyButton text={JSON.stringify(value, null, 2)} label="Copy the parameters" />
    </div>
  );
}

/** A longer value is folded to its number of entries. */
const FOLDED_FROM_CHARS = 60;

type ValueProps = { name: string; value: unknown; after: string };

function Value({ name, value, after }: ValueProps): ReactNode {
  const text = JSON.stringify(value, null, 2);
  if (typeof value === "object" && value !== null && text.length >= FOLDED_FROM_CHARS) {
    return (
      <details>
        <summary>{sizeOf(value) + after.trimEnd()}</summary>
        {text.replaceAll("\n", "\n  ")}
      </details>
    );
  }
  const href = typeof value === "object" ? undefined : REFERENCES[name]?.(String(value));
  const shown = JSON.stringify(value);
  if (!href) return shown + after;
  return (
    <>
      <Link className="link" href={href} prefetch={false}>
        {shown}
      </Link>
      {after}
    </>
  );
}

const sizeOf = (value: object) =>
  Array.isArray(value)
    ? `[ ${counted(value.length, "entry", "entries")} ]`
    : `{ ${counted(Object.keys(value).length, "field")} }`;

/** Where an id under this key leads. */
const REFERENCES: Record<string, (id: string) => string> = {
  runId: (id) => `/process-tracker/${id}`,
  continuesRunId: (id) => `/process-tracker/${id}`,
  userId: (id) => `/process-tracker?user=${id}`,
  startedBy: (id) => `/process-tracker?user=${id}`,
  domain: (name) => `/process-tracker?domain=${encodeURIComponent(name)}`,
  jobType: (name) => `/process-tracker?type=${encodeURIComponent(name)}`,
};
