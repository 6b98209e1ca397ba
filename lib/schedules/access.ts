import { and, eq, inArray, isNotNull, isNull, or, sql, type SQL } from "drizzle-orm";
import { schedules } from "#drizzle/schema/schedules.ts";
import { can, canSomewhere, domainsWith, seesInstallation, type Viewer } from "../access/viewer.ts";
import { jobTypeOf } from "../job-types/find.ts";
import type { Tx } from "../platform/db.ts";
import { forbidden, notFound } from "../text/refusal.ts";
import type { StoredSchedule } from "./stored.ts";

/**
 * The where-clause of schedules: those of the domains in which the viewer may look at schedules, and the installation's for system
 * administrators. Retired ones are in no list.
 */
export function visibleSchedules(viewer: Viewer): SQL {
  const ids = domainsWith(viewer, "schedules.view");
  const inDomains =
    ids === "all"
      ? isNotNull(schedules.domainId)
      : ids.length > 0
        ? inArray(schedules.domainId, ids)
        : undefined;
  const ofInstallation =
    seesInstallation(viewer) && canSomewhere(viewer, "schedules.view")
      ? isNull(schedules.domainId)
      : undefined;
  return or(inDomains, ofInstallation) ?? sql`false`;
}

/** For pages whose whole content needs it. Throws Refusal `forbidden`. */
export function requireSchedulesView(viewer: Viewer): void {
  if (!canSomewhere(viewer, "schedules.view")) throw forbidden("schedules.view");
}

/** The schedule, if the viewer may see it. Throws Refusal `not-found`, the same for an id that does not exist. */
export async function loadSchedule(tx: Tx, viewer: Viewer, id: string): Promise<StoredSchedule> {
  const [row] = await tx.select().from(schedules).where(visible(viewer, id));
  if (!row) throw notFound("This scheduled job");
  return row;
}

/** The same, locked until the transaction ends, for a change. Throws Refusal `not-found`, `forbidden`. */
export async function lockForEdit(tx: Tx, viewer: Viewer, id: string): Promise<StoredSchedule> {
  const row = await lockSchedule(tx, viewer, id);
  if (!mayEdit(viewer, row)) throw forbidden("schedules.edit");
  return row;
}

/** Locked, so that the scheduler and other people decide one after the other. Throws Refusal `not-found`. */
export async function lockSchedule(tx: Tx, viewer: Viewer, id: string): Promise<StoredSchedule> {
  const [row] = await tx.select().from(schedules).where(visible(viewer, id)).for("update");
  if (!row) throw notFound("This scheduled job");
  return row;
}

function visible(viewer: Viewer, id: string): SQL {
  if (!UUID.test(id)) throw notFound("This scheduled job");
  return and(eq(schedules.id, id), isNull(schedules.retiredAt), visibleSchedules(viewer)) as SQL;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Asked = { domainId: string | null; jobType: string };

export type ScheduleMay = { edit: boolean; run: boolean };

/** Buttons and verbs ask here. The installation's jobs take a membership of all domains. */
export const mayOf = (viewer: Viewer, schedule: Asked): ScheduleMay => ({
  edit: mayEdit(viewer, schedule),
  run: mayRun(viewer, schedule),
});

const mayEdit = (viewer: Viewer, { domainId }: Asked) => can(viewer, "schedules.edit", domainId);

function mayRun(viewer: Viewer, { jobType, domainId }: Asked): boolean {
  const type = jobTypeOf(jobType);
  return type !== undefined && can(viewer, type.permissions.start, domainId);
}
