import { can, type Viewer } from "../access/viewer.ts";
import { PERMISSIONS } from "../access/permissions.ts";

/** What the decision needs of a run that the viewer may see. */
export type Downloadable = { domainId: string | null; startedBy: string | null };

/**
 * Why the viewer may not have what a run read and made, or undefined when he may. Files hold a domain's products; those of the
 * installation hold everything.
 */
export function downloadObstacle(viewer: Viewer, run: Downloadable): string | undefined {
  const permission = run.domainId === null ? "installation.manage" : "products.view";
  const isOwn = run.domainId !== null && viewer.userId !== null && run.startedBy === viewer.userId;
  if (isOwn || can(viewer, permission, run.domainId)) return undefined;
  return `This needs the permission ${permission} (“${PERMISSIONS[permission].sentence}”).`;
}
