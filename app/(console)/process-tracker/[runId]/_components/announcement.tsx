"use client";

import { useState } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import { STATUS } from "#lib/runs/status.ts";

/** Tells people who can't see it that the run has changed its status, once; progress is not announced. */
export function Announcement({ run }: { run: RunRow }) {
  const [first] = useState(run.status);
  const [said, setSaid] = useState(run.status);
  if (said !== run.status) setSaid(run.status);
  const words =
    said === first && run.status === first
      ? ""
      : `${run.title}: ${STATUS[run.status].label.toLowerCase()}`;
  return (
    <p className="sr" role="status">
      {words}
    </p>
  );
}
