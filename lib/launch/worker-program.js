/**
 * The worker with Node's arguments. Node's own choice for young objects grows with the machine: with a log of ten million lines the
 * worker then takes up to 330 MB.
 */
export const workerProgram = ["--max-semi-space-size=16", "jobs/worker.ts"];
