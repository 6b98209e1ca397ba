import { transact, type Scope, type Tx } from "../platform/db.ts";
import { seesInstallation, type Viewer } from "./viewer.ts";

/** Reads as the viewer: row security shows his domains only. The verb's own filter by domain stays, for the plans' sake. */
export function read<T>(viewer: Viewer, body: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(scopeOf(viewer), "read only", body);
}

/** Changes as the viewer, in one transaction with its audit entry. Tried again on a deadlock. */
export function write<T>(viewer: Viewer, body: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(scopeOf(viewer), "read write", body);
}

export function scopeOf(viewer: Viewer): Scope {
  if (viewer.kind !== "person" || viewer.grants.some((grant) => grant.domains === "all")) {
    return { domains: "all", installation: true };
  }
  return {
    domains: viewer.domains.map((domain) => domain.id),
    installation: seesInstallation(viewer),
  };
}
