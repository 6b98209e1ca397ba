/**
 * Aborts when somebody wants this process to end: Ctrl-C, SIGTERM, a closed terminal, or the death of
 * the process that started it (the launcher under the machine's own Node, or npm).
 * @returns {AbortSignal}
 */
export function endAsked() {
  const asked = new AbortController();
  const end = () => asked.abort();
  // Stays on: npm passes on the Ctrl-C that the terminal has sent here already.
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.on(signal, end);
  process.once("disconnect", end);
  // npm that is killed closes nothing that could be noticed, but its children get another parent. A
  // shell or service manager that went away on purpose is none of our business.
  if (process.env.npm_lifecycle_event && !process.channel) watchParent(end);
  return asked.signal;
}

/** @param {() => void} onGone */
function watchParent(onGone) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && onGone(), 1000).unref();
}
