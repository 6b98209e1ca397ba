"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { RunRow } from "#lib/runs/row.ts";
import type { ScheduleRow } from "#lib/schedules/row.ts";
import { useLive } from "../../_live/use-live.ts";

/** Several changes come at once; rows are read anew at most this often. */
const REST_MS = 1000;

/** The rows as the server drew them, then as they change. None comes, goes or moves by itself. */
export function useRows(rows: ScheduleRow[], since: string): ScheduleRow[] {
  const [given, setGiven] = useState(rows);
  const [newer, setNewer] = useState<ReadonlyMap<string, ScheduleRow>>(new Map());
  if (given !== rows) {
    setGiven(rows);
    setNewer(new Map());
  }
  const shown = rows.map((row) => newer.get(row.id) ?? row);
  const take = (changed: ScheduleRow[]) =>
    setNewer((before) => new Map([...before, ...changed.map((row) => [row.id, row] as const)]));
  const readAnew = useReadAnew(take);
  useReturn(() => readAnew(shown.map((row) => row.id)));
  useLive({
    rows: "all",
    since,
    onRuns: (runs) => {
      const concerned = runs.flatMap((run) => {
        const row = shown.find((each) => isRunOf(run, each));
        return row ? [{ run, row }] : [];
      });
      take(concerned.flatMap(({ run, row }) => (isSame(run, row) ? [withRun(row, run)] : [])));
      readAnew(concerned.flatMap(({ run, row }) => (saysAll(run, row) ? [] : [row.id])));
    },
  });
  return shown;
}

/** A tab that was hidden was told nothing; in hours more has changed than the stream tells of at its opening. */
function useReturn(back: () => void) {
  const seen = useEffectEvent(() => document.hidden || back());
  useEffect(() => {
    const onChange = () => void seen();
    document.addEventListener("visibilitychange", onChange);
    return () => document.removeEventListener("visibilitychange", onChange);
  }, []);
}

/** A job type has one schedule in a domain. */
const isRunOf = (run: RunRow, row: ScheduleRow) =>
  run.jobType === row.identifier && (run.domain?.id ?? null) === (row.domain?.id ?? null);

const isSame = (run: RunRow, { lastRun }: ScheduleRow) => run.id === lastRun?.id;

/** Whether the run that came is all that has changed in the row: while one runs, strip and next time stay. */
const saysAll = (run: RunRow, row: ScheduleRow) =>
  isSame(run, row) && run.status === row.lastRun?.status;

const withRun = (row: ScheduleRow, run: RunRow): ScheduleRow => ({
  ...row,
  lastRun: run,
  unreadLines: row.unreadLines + Math.max(0, run.logSeq - (row.lastRun?.logSeq ?? 0)),
});

/** Asks the server for rows by id, a little later and all at once. */
function useReadAnew(take: (rows: ScheduleRow[]) => void): (ids: string[]) => void {
  const wanted = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const ask = async () => {
    timer.current = undefined;
    const ids = [...wanted.current].join(",");
    wanted.current.clear();
    const answer = await fetch(`/api/scheduled-jobs?ids=${ids}`, { cache: "no-store" }).catch(
      () => undefined,
    );
    // Away or signed out: the stream notices, and the page asks anew.
    if (answer?.ok) take(((await answer.json()) as { rows: ScheduleRow[] }).rows);
  };
  return (ids) => {
    for (const id of ids) wanted.current.add(id);
    if (ids.length > 0) timer.current ??= setTimeout(() => void ask(), REST_MS);
  };
}
