"use client";

import { useRouter } from "next/navigation";
import {
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type DragEvent,
} from "react";
import { size } from "#lib/text/sizes.ts";
import { Button } from "../../../_ui/button.tsx";
import { Icon } from "../../../_ui/icon.tsx";
import { sendFile, type Sending } from "./send-file.ts";
import { UploadProgress } from "./upload-progress.tsx";

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

function useUpload(
  form: React.RefObject<HTMLFormElement | null>,
  limitBytes: number,
  limit: string,
) {
  const router = useRouter();
  const [sending, setSending] = useState<Sending>();
  const [error, setError] = useState<string>();
  const abort = useRef<() => void>(undefined);
  const upload = useCallback(
    async (file: File) => {
      setError(undefined);
      if (file.size > limitBytes)
        return setError(
          `${file.name} has ${size(file.size)}; the limit is ${limit}. Split it and upload the parts one by one.`,
        );
      const fields = new FormData(form.current ?? undefined);
      fields.delete("file");
      const { answer, cancel } = sendFile(file, fields, setSending);
      abort.current = cancel;
      const outcome = await answer;
      if ("draftId" in outcome) return router.push(`/imports/${outcome.draftId}`);
      setSending(undefined);
      setError(outcome.error);
    },
    [form, limit, limitBytes, router],
  );
  useEffect(() => () => abort.current?.(), []);
  return { sending, error, upload, cancel: () => abort.current?.() };
}

/** A table pasted anywhere on the page but into a field. */
function usePastedTable(onFile: (file: File) => void) {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (event.target instanceof Element && event.target.closest("input, textarea, select"))
        return;
      const [file] = event.clipboardData?.files ?? [];
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (file) onFile(file);
      else if (/[\t;,|].*\n/.test(text))
        onFile(new File([text], "pasted-table.tsv", { type: "text/tab-separated-values" }));
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, [onFile]);
}
