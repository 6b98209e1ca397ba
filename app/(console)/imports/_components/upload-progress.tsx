import { about } from "#lib/text/durations.ts";
import { size } from "#lib/text/sizes.ts";
import { Bar } from "../../../_ui/bar.tsx";
import { Button } from "../../../_ui/button.tsx";
import type { Sending } from "./send-file.ts";

type Props = { sending: Sending; onCancel: () => void };

/** How much has arrived and when the rest will. */
export function UploadProgress({ sending, onCancel }: Props) {
  const { name, sentBytes, totalBytes } = sending;
  const done = sentBytes >= totalBytes;
  return (
    <div className="file">
      <div>
        <span className="strong">{name}</span>{" "}
        <span className="dim">
          {done ? size(totalBytes) : `${size(sentBytes)} of ${size(totalBytes)}`}
        </span>
      </div>
      <div>
        <Bar
          label={`Upload of ${name}`}
          share={totalBytes === 0 ? null : sentBytes / totalBytes}
          above={done ? "looking at it…" : timeLeft(sending)}
        />
      </div>
      <Button onClick={onCancel}>Cancel</Button>
    </div>
  );
}

/** Nothing is promised in the first second or before a tenth has gone out. */
function timeLeft({ sentBytes, totalBytes, startedAt }: Sending): string {
  const elapsed = performance.now() - startedAt;
  if (elapsed < 1000 || sentBytes < totalBytes / 10) return "uploading…";
  return `ready in ${about((elapsed / sentBytes) * (totalBytes - sentBytes))}`;
}
