/**
 * Every permission there is, in groups, each with a plain sentence. Roles are rows that hold a set of these names;
 * the built-in ones below are written by the migration command and can't be changed.
 */
export const PERMISSIONS = {
  "runs.view-all": { group: "Runs", sentence: "See all runs of the domain, not only one's own" },
  "runs.start": { group: "Runs", sentence: "Start jobs by hand" },
  "runs.stop": { group: "Runs", sentence: "Stop and cancel runs" },
  "runs.retry": { group: "Runs", sentence: "Retry and requeue runs" },
  "runs.settle": { group: "Runs", sentence: "Set runs to done by hand" },
  "imports.start": { group: "Imports", sentence: "Upload files and import them" },
  "products.view": { group: "Data", sentence: "See products" },
  "products.edit": { group: "Data", sentence: "Change products" },
  "schedules.view": { group: "Planning", sentence: "See scheduled jobs" },
  "schedules.edit": { group: "Planning", sentence: "Plan jobs and change who is told" },
  "workers.view": { group: "Administration", sentence: "See workers and queues" },
  "mail.manage": { group: "Administration", sentence: "See the outbox and send mails again" },
  "users.manage": { group: "Administration", sentence: "Manage users and their memberships" },
  "audit.view": { group: "Administration", sentence: "Read the audit log" },
  "installation.view": { group: "Installation", sentence: "See the installation's own jobs" },
  "installation.manage": {
    group: "Installation",
    sentence: "Change what belongs to the whole installation",
  },
} as const satisfies Record<string, { group: string; sentence: string }>;

export type Permission = keyof typeof PERMISSIONS;

export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as Permission[];

const OPERATOR: Permission[] = [
  "runs.view-all",
  "runs.start",
  "runs.stop",
  "runs.retry",
  "imports.start",
  "products.view",
  "products.edit",
  "schedules.view",
];

export type BuiltInRole = { name: string; title: string; permissions: Permission[] };

export const BUILT_IN_ROLES: BuiltInRole[] = [
  { name: "system-administrator", title: "System administrator", permissions: ALL_PERMISSIONS },
  {
    name: "domain-administrator",
    title: "Domain administrator",
    permissions: ALL_PERMISSIONS.filter((permission) => !permission.startsWith("installation.")),
  },
  { name: "operator", title: "Operator", permissions: OPERATOR },
  { name: "member", title: "Member", permissions: ["imports.start", "products.view"] },
];
