/**
 * What makes an article number unique in its domain: without blanks around it, without regard to case or to how its accents
 * are composed. It gives the same key for its own result.
 */
export function skuKey(sku: string): string {
  // Lower-casing can decompose (İ), hence the second composing.
  return sku.trim().normalize("NFC").toLowerCase().normalize("NFC");
}
