import type { Site } from "./site.ts";

/** What a round measured: a name with its unit ("stopped (s)") and the value. */
export type Figures = Record<string, number>;

/** One test of the list of faults. A round that throws has failed. */
export type Fault = {
  /** Its number in the list, as people call it by: "F12". */
  id: string;
  /** What is done to what, in a few words. */
  title: string;
  /** How often it is done; 20 where the list names no number. */
  rounds?: number;
  /** Rounds that may run beside each other, each on a site of its own: for those that mostly wait. */
  atOnce?: number;
  /** It takes a PostgreSQL of its own, `site.server`, which it may tear down. */
  ownServer?: boolean;
  /** `npm test` runs it once. */
  inTests?: boolean;
  /** It measures what a machine can do, and wants it for itself. */
  alone?: boolean;
  /** A round that takes longer is ended and has failed. */
  maxSeconds?: number;
  round: (site: Site, round: number) => Promise<Figures>;
};

/** Gives a fault its type. */
export const defineFault = (fault: Fault): Fault => fault;
