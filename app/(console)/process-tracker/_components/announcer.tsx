"use client";

import { useEffect, useRef, useState } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import { STATUS, warningsOf } from "#lib/runs/status.ts";
import { counted } from "#lib/text/numbers.ts";

/** Not more often: a list with fifty busy rows must not talk without a pause. */
const PAUSE_MS = 5000;

/** Says to people who don't see the rows which of them have ended: "products.csv: completed with 12 warnings". */
export function Announcer({ rows }: { rows: RunRow[] }) {
  const [said, setSaid] = useState("");
  const known = useRef<Map<number, RunRow["status"]>>(new Map());
  const saidAt = useRef(0);
  useEffect(() => {
    const ended = rows.filter(
      (row) =>
        known.current.has(row.id) &&
        known.current.get(row.id) !== row.status &&
        !STATUS[row.status].live,
    );
    known.current = new Map(rows.map((row) => [row.id, row.status]));
    if (ended.length === 0 || Date.now() < saidAt.current + PAUSE_MS) return;
    saidAt.current = Date.now();
    const [first] = ended;
    if (first)
      setSaid(ended.length === 1 ? sentence(first) : `${counted(ended.length, "run")} have ended`);
  }, [rows]);
  return (
    <p className="sr" role="status">
      {said}
    </p>
  );
}

function sentence(run: RunRow): string {
  const { title, status } = run;
  if (status === "completed-with-warnings")
    return `${title}: completed with ${counted(warningsOf(run), "warning")}`;
  return `${title}: ${STATUS[status].label.toLowerCase()}`;
}
