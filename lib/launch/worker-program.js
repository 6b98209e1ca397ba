/** Node's own choice for young objects grows with the machine: the worker then took up to 330 MB (a log of ten million lines), a handler 286 (a large import). */
export const youngSpace = "--max-semi-space-size=16";

/** The worker with Node's arguments. */
export const workerProgram = [youngSpace, "jobs/worker.ts"];
