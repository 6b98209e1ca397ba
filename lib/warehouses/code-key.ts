/**
 * What codes of warehouses and locations are compared by: without blanks around them, without regard to case or to how accents
 * are composed.
 */
export function codeKey(code: string): string {
  // Lower-casing can decompose (İ), hence the second composing.
  return code.trim().normalize("NFC").toLowerCase().normalize("NFC");
}
