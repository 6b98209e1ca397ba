import type { FieldName } from "./mapping.ts";

/** The fields every product has, in the order in which the mapping shows them. */
export const PRODUCT_FIELDS: readonly ProductField[] = [
  { field: "sku", label: "SKU", required: true, holds: "text, key", read: "trim" },
  { field: "name", label: "Name", required: false, holds: "text", read: "as is" },
  { field: "family", label: "Family", required: false, holds: "code or label", read: "trim" },
  {
    field: "categories",
    label: "Categories",
    required: false,
    holds: "several",
    read: "split at comma",
  },
  { field: "enabled", label: "Enabled", required: false, holds: "yes or no", read: "1 = yes" },
  {
    field: "parent",
    label: "Parent",
    required: false,
    holds: "code of a product model",
    read: "trim",
  },
  { field: "groups", label: "Groups", required: false, holds: "several", read: "split at comma" },
];

export type ProductField = {
  field: FieldName;
  label: string;
  required: boolean;
  holds: string;
  read: string;
};

/** Folds a header for comparison: no accents, no case, words apart by one blank. “Größe_(cm)” becomes “grosse cm”. */
export function foldHeader(header: string): string {
  return header
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}%]+/gu, " ")
    .trim();
}

/** A code out of any header: “VK brutto” becomes `vk_brutto`. Empty where nothing of it can stand in a code. */
export function codeOf(header: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/.test(header)) return header;
  return foldHeader(header)
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, 90);
}

/** Headers, folded, that mean a product field in English, German and French. */
export const FIELD_SYNONYMS: ReadonlyMap<string, FieldName> = synonyms<FieldName>({
  sku: `identifier, sku code, product sku, product code, product number, product id, article number, article no, article code, item number,
    item no, item code, part number, code, reference, ref, artikelnr, artikel nr, artikelnummer, artikel nummer, art nr, artnr, produktnummer,
    produkt nr, materialnummer, bestellnummer, identifiant, code article, code produit, numero d article, reference produit, reference article`,
  name: `product name, article name, item name, title, product title, label, bezeichnung, artikelbezeichnung, produktbezeichnung, produktname,
    artikelname, titel, titre, kurztext, nom, nom du produit, nom produit, designation, libelle, intitule`,
  family: `product family, product type, product group, warengruppe, produktgruppe, artikelgruppe, produktfamilie, familie, produkttyp, famille,
    famille de produits, famille produit, type de produit`,
  categories: `category, product category, product categories, category codes, kategorie, kategorien, categorie, rubrique, rubriques`,
  enabled: `active, is active, is enabled, published, visible, online, status, aktiv, freigegeben, sichtbar, veroffentlicht, actif, active, publie, statut`,
  parent: `parent sku, parent code, product model, hauptartikel, elternartikel, stammartikel, vaterartikel, modele, modele de produit, article parent`,
  groups: `product groups, group codes, gruppen, groupes, groupes de produits`,
});

/** Headers, folded, that mean a common attribute. */
export const ATTRIBUTE_SYNONYMS: ReadonlyMap<string, string> = synonyms<string>({
  price: `list price, sales price, selling price, retail price, unit price, preis, vk, vk brutto, vk preis, verkaufspreis, listenpreis, bruttopreis,
    prix, prix ttc, prix de vente, prix public`,
  net_price: `price net, vk netto, nettopreis, prix ht`,
  purchase_price: `purchase price, cost price, cost, ek, ek netto, ek preis, einkaufspreis, prix d achat`,
  weight: `gewicht, poids`,
  net_weight: `weight net, nettogewicht, poids net`,
  gross_weight: `weight gross, bruttogewicht, poids brut`,
  length: `lange, longueur`,
  width: `breite, largeur`,
  height: `hohe, hauteur`,
  depth: `tiefe, profondeur`,
  diameter: `durchmesser, diametre`,
  ean: `ean code, ean13, ean 13, gtin, barcode, bar code, strichcode, code barre, code barres`,
  brand: `marke, marque`,
  manufacturer: `hersteller, fabricant`,
  supplier: `lieferant, fournisseur`,
  color: `colour, farbe, couleur`,
  size: `grosse, taille`,
  material: `werkstoff, materiau, matiere`,
  description: `long text, long description, langtext, beschreibung, artikelbeschreibung, produktbeschreibung, langbeschreibung, description longue`,
  short_description: `short text, kurzbeschreibung, description courte`,
  image: `picture url, image url, photo, bild, foto, abbildung`,
  stock: `stock level, quantity, bestand, lagerbestand, menge, quantite`,
  tax_class: `tax, vat, steuerklasse, steuersatz, mwst, tva`,
  release_date: `launch date, erscheinungsdatum, date de sortie`,
  country_of_origin: `origin, ursprungsland, herkunftsland, pays d origine`,
});

function synonyms<T extends string>(words: Record<T, string>): ReadonlyMap<string, T> {
  const pairs = Object.entries<string>(words).flatMap(([target, list]) =>
    [target.replaceAll("_", " "), ...list.split(",")].map(
      (word) => [word.trim(), target as T] as const,
    ),
  );
  return new Map(pairs);
}
