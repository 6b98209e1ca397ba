import { eq, sql, type SQL } from "drizzle-orm";
import { notices } from "#drizzle/schema/data.ts";
import type { Viewer } from "../access/viewer.ts";

/** A notice belongs to one person and is seen by nobody else; row security keeps those of a lost domain away from him too. */
export const ownNotices = (viewer: Viewer): SQL =>
  viewer.userId ? eq(notices.userId, viewer.userId) : sql`false`;
