"use client";

import type { RunFile } from "#lib/files/list.ts";
import type { RunDetail } from "#lib/runs/get.ts";
import { plainDay } from "#lib/text/dates.ts";
import { count, counted } from "#lib/text/numbers.ts";
import { exactSize, size } from "#lib/text/sizes.ts";
import { useClock } from "../../../../_ui/clock.tsx";
import { Icon } from "../../../../_ui/icon.tsx";
import { isLive } from "./time-left.ts";

/** Input, results, refused rows and log to take away; where there is none, why. */
export function Files({ detail }: { detail: RunDetail }) {
  const { files, run, issues, readAt } = detail;
  const base = `/api/runs/${run.id}`;
  return (
    <>
      {files.files.map((file) => (
        <OneFile
          key={file.id}
          file={file}
          href={`${base}/files/${file.id}`}
          obstacle={files.obstacle}
          readAt={readAt}
        />
      ))}
      {issues.refusedRows > 0 && !files.obstacle && (
        <Row href={`${base}/refused-rows`} name="Refused rows">
          {count(issues.refusedRows, issues.refusedRowsCap)} rows{isLive(detail) && " so far"}, with
          a reason column
        </Row>
      )}
      {run.logSeq > 0 && (
        <Row href={`${base}/log.txt`} name="Log as text">
          {counted(run.logSeq, "line")}
        </Row>
      )}
      {files.obstacle && <p className="none">No download: {files.obstacle}</p>}
      {files.noResult && <p className="none">No result: {files.noResult}</p>}
    </>
  );
}

function OneFile({
  file,
  href,
  obstacle,
  readAt,
}: {
  file: RunFile;
  href: string;
  obstacle: string | undefined;
  readAt: string;
}) {
  const { zone } = useClock();
  const rows = file.rowCount === null ? "" : `, ${counted(file.rowCount, "row")}`;
  const until =
    file.expiresAt && `, kept until ${plainDay(new Date(file.expiresAt), new Date(readAt), zone)}`;
  const facts = (
    <span title={`${exactSize(file.sizeBytes)}, SHA-256 ${file.sha256}`}>
      {file.kind}, {size(file.sizeBytes)}
      {rows}
      {file.state === "expired" ? ", expired and removed" : until}
    </span>
  );
  return (
    <Row href={file.state === "ready" && !obstacle ? href : undefined} name={file.name}>
      {facts}
    </Row>
  );
}

function Row({
  href,
  name,
  children,
}: {
  href: string | undefined;
  name: string;
  children: React.ReactNode;
}) {
  return (
    <div className="file">
      <Icon name="down" />
      <span>
        {href ? (
          <a href={href} download>
            {name}
          </a>
        ) : (
          name
        )}
        <span className="two">{children}</span>
      </span>
    </div>
  );
}
