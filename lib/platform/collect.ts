import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as (how: { type: "minor" }) => void;

/**
 * Gives back what young objects hold and nobody uses any more; takes a millisecond or two. For streams of buffers: these lie outside of
 * the heap, and the engine lets 64 MB of them lie about before it looks.
 */
export const collectYoung = (): void => collect({ type: "minor" });
