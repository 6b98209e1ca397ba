/** Number of the first line that can be seen, to stay there when a filter changes. */
export const firstVisibleSeq = () => seqAt(0.02);

/** Number of the last line that can be seen: up to there the reader has read. */
export const lastVisibleSeq = () => seqAt(0.98);

/** The line at a share of the height of the log's window. */
function seqAt(share: number): number | undefined {
  const box = document.querySelector("[role=log]")?.getBoundingClientRect();
  if (!box) return undefined;
  const under = document.elementFromPoint(box.left + box.width / 2, box.top + box.height * share);
  const line = under?.closest<HTMLElement>("[data-seq]");
  return line ? Number(line.dataset["seq"]) : undefined;
}

/** So near to the end counts as at the end. */
const END_PX = 24;

/** Whether the log is scrolled to its last line. */
export function isAtEnd(): boolean {
  const box = document.querySelector("[role=log]");
  return box !== null && box.scrollHeight - box.scrollTop - box.clientHeight < END_PX;
}
