import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import { size } from "#lib/text/sizes.ts";
import { sendFile, type Sending } from "./send-file.ts";

/** Sends files with the fields of a form, and goes on to the import that the server makes of them. */
export function useUpload(
  form: RefObject<HTMLFormElement | null>,
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
export function usePastedTable(onFile: (file: File) => void) {
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
