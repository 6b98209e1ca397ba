/**
 * Whether node_modules holds what the lock file asks for. npm keeps the lock of what it installed in
 * node_modules/.package-lock.json, written last, so this also sees an installation that was cut off,
 * made by hand, or made without development packages.
 * @param {{ packages: Record<string, LockedPackage> }} wanted package-lock.json
 * @param {{ packages: Record<string, LockedPackage> } | null} present node_modules/.package-lock.json
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage
 */
export function isInstalled(wanted, present) {
  if (present === null) return false;
  return Object.entries(wanted.packages).every(([folder, locked]) => {
    if (folder === "") return true;
    const found = present.packages[folder];
    // Optional packages of other platforms are in the lock file and never on the disk.
    if (found === undefined) return locked.optional === true;
    return found.version === locked.version && found.integrity === locked.integrity;
  });
}
