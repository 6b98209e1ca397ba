/** Milliseconds since 1970 with fractions: the same clock in every process of this machine, browsers included. */
export const nowMs = () => performance.timeOrigin + performance.now();

export const nowText = () => nowMs().toFixed(2);
