import { ALL_PERMISSIONS } from "#lib/access/permissions.ts";
import type { Viewer } from "#lib/access/viewer.ts";

export type PersonInput = {
  userId: string;
  domain: { id: string; name: string };
  permissions?: readonly string[];
};

/** A person with permissions in one domain, for tests of verbs; all of them where none are given. */
export function personIn({ userId, domain, permissions = ALL_PERMISSIONS }: PersonInput): Viewer {
  return {
    kind: "person",
    userId,
    sessionId: null,
    name: "Trial person",
    email: null,
    timeZone: "Europe/Paris",
    address: "192.0.2.1",
    grants: [{ role: "trial", permissions: new Set(permissions), domains: [domain.id] }],
    domains: [{ ...domain, timeZone: "Europe/Paris" }],
  };
}
