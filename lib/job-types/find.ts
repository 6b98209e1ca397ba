import { notFound } from "../text/refusal.ts";
import type { JobType } from "./define.ts";

const slot = Symbol.for("nightshift.job-types");
const shared = globalThis as unknown as Record<symbol, Map<string, JobType> | undefined>;

/** Makes the catalogue known to the verbs of this process; web and worker call it once at their start. */
export function registerJobTypes(types: readonly JobType[]): void {
  const byName = new Map(types.map((type) => [type.name, type]));
  if (byName.size < types.length) throw new Error("Two job types have the same name.");
  shared[slot] = byName;
}

/** The declarations this process knows. */
export const knownJobTypes = (): JobType[] => [...(shared[slot]?.values() ?? [])];

/** The declaration, or undefined for a type that was retired or that only a newer process knows. */
export const jobTypeOf = (name: string): JobType | undefined => shared[slot]?.get(name);

/** The declaration. Throws Refusal `not-found`. */
export function findJobType(name: string): JobType {
  const type = jobTypeOf(name);
  if (!type) throw notFound(`The job type "${name}"`);
  return type;
}
