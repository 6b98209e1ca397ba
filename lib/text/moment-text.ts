/** Whether a text is a moment as `toISOString` writes it, of the years 1900 to 2199: what the database takes for one too. */
export function isMomentText(text: string): boolean {
  if (!/^(?:19|20|21)\d\d-/.test(text)) return false;
  const at = new Date(text);
  return Number.isFinite(at.getTime()) && at.toISOString() === text;
}
