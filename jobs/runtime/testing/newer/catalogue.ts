// The job types of the engine's tests in a later release: other versions of their parameters, and one that was not there.
import { defineJob, type JobType } from "#lib/job-types/define.ts";
import * as before from "../types/catalogue.ts";

const payloadVersion = 2;

export const diary = defineJob({ ...before.diary, payloadVersion });
export const frail = defineJob({ ...before.frail, payloadVersion });
export const novelty = defineJob({ ...before.diary, name: "novelty", title: "Novelty" });

export const catalogue: readonly JobType[] = [diary, frail, novelty];
