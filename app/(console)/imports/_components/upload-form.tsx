"use client";

import { useRef, useState, useSyncExternalStore, type DragEvent } from "react";
import { Button } from "../../../_ui/button.tsx";
import { Icon } from "../../../_ui/icon.tsx";
import { UploadProgress } from "./upload-progress.tsx";
import { usePastedTable, useUpload } from "./use-upload.ts";

type Props = {
  /** Into which one may import. */
  domains: { id: string; name: string }[];
  /** Name of the domain that the page is about. */
  chosen?: string;
  limitBytes: number;
  /** The same in words. */
  limit: string;
  /** The run that the file continues. */
  continues?: number;
};

const never = () => () => undefined;

/** Takes a file: dropped, chosen or pasted, with progress; without scripts an ordinary form. */
export function UploadForm({ domains, chosen, limitBytes, limit, continues }: Props) {
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const form = useRef<HTMLFormElement>(null);
  const { sending, error, upload, cancel } = useUpload(form, limitBytes, limit);
  const [over, setOver] = useState(false);
  usePastedTable(upload);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) void upload(file);
  };
  const drag = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <form ref={form} method="post" action="/api/uploads" encType="multipart/form-data">
      <DomainField domains={domains} chosen={chosen} />
      {continues !== undefined && <input type="hidden" name="continues" value={continues} />}
      {/* Dropping is one way of three; the button beside it is for the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className={over ? "drop over" : "drop"}
        role="group"
        aria-label="File to import"
        onDragOver={drag}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <b>{scripted ? "Drop a file here" : "Choose a file"}</b>
        <span className="soft" id="file-help">
          CSV or TSV in UTF-8, up to {limit}.{" "}
          {scripted && "A table copied from a spreadsheet can be pasted. "}
          XLSX comes later: save the sheet as CSV.
        </span>
        <span className="row">
          <Chooser scripted={scripted} busy={sending !== undefined} onFile={upload} />
        </span>
      </div>
      {sending && <UploadProgress sending={sending} onCancel={cancel} />}
      {error && (
        <p role="alert" className="err">
          <Icon name="fail" /> {error}
        </p>
      )}
    </form>
  );
}

function DomainField({ domains, chosen }: Pick<Props, "domains" | "chosen">) {
  const [only] = domains;
  if (domains.length === 1) return <input type="hidden" name="domain" value={only?.id} />;
  const selected = domains.find((domain) => domain.name === chosen)?.id;
  return (
    <p className="into">
      <label htmlFor="domain">Import into</label>
      <span className="field picks">
        <select id="domain" name="domain" defaultValue={selected} required>
          {domains.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <Icon name="chev" />
      </span>
    </p>
  );
}

type ChooserProps = { scripted: boolean; busy: boolean; onFile: (file: File) => void };

/** The platform's own file field; where scripts run a button stands for it and the upload begins at once. */
function Chooser({ scripted, busy, onFile }: ChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        name="file"
        id="file"
        required
        aria-label="File to import"
        aria-describedby="file-help"
        accept=".csv,.tsv,.txt,.tab,text/csv,text/tab-separated-values,text/plain"
        className={scripted ? "sr" : undefined}
        tabIndex={scripted ? -1 : undefined}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
      {scripted ? (
        <Button aria-disabled={busy || undefined} onClick={() => !busy && input.current?.click()}>
          Choose a file…
        </Button>
      ) : (
        <button type="submit" className="btn primary">
          Upload
        </button>
      )}
    </>
  );
}
