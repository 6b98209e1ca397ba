/** What makes an article number unique in its domain: `AL-1` and ` al-1` are one. */
export const skuKey = (sku: string) => sku.trim().normalize("NFC").toLowerCase();
