/** Which reminder is due: the last one whose day has come, or none yet. Earlier ones that were missed are not sent any more. */
export function thresholdOf(
  daysLeft: number,
  remindDaysBefore: readonly number[],
): number | undefined {
  const reached = remindDaysBefore.filter((days) => daysLeft <= days);
  return reached.length === 0 ? undefined : Math.min(...reached);
}
