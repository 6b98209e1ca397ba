import { z } from "zod";
import { defineJob, type JobType } from "#lib/job-types/define.ts";

/** A job without steps, for tests of what people do with its runs; `possible`: it can be stopped. */
export const trialType = (name: string, possible: boolean): JobType =>
  defineJob({
    name,
    title: "Trial job",
    description: "",
    kind: "import",
    scope: "domain",
    payloadVersion: 1,
    parameters: z.object({}),
    steps: [],
    tallies: {},
    stop: { possible, meaning: possible ? "What is written stays." : "It ends within a second." },
    retry: { attempts: 1, backOffSeconds: [1], afterLostWorker: true, neverFor: [] },
    overlap: "skip",
    concurrencyPerDomain: 2,
    expectedSeconds: 10,
    permissions: { start: "imports.start" },
    dangerous: false,
  });
