/** The unit a word or sign stands for, as the code that product exports use; undefined for none. */
export function unitOf(word: string): string | undefined {
  return UNITS.get(word.trim().toLowerCase());
}

/** The currency a sign or code stands for. `$` and `kr` mean several and count for none of them. */
export function currencyOf(word: string): string | undefined {
  const sign = SIGNS.get(word.trim());
  if (sign) return sign;
  const code = word.trim().toUpperCase();
  return CURRENCIES.has(code) ? code : undefined;
}

const SIGNS: ReadonlyMap<string, string> = new Map([
  ["€", "EUR"],
  ["£", "GBP"],
  ["Fr.", "CHF"],
  ["US$", "USD"],
  ["zł", "PLN"],
  ["Kč", "CZK"],
]);

/** Those in which goods are priced: of all that ever were, some spell common words (ALL, TOP, TRY is both). */
const CURRENCIES: ReadonlySet<string> = new Set(
  `AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KRW MAD MXN MYR NGN NOK NZD PEN PHP PLN RON RSD
  RUB SAR SEK SGD THB TND TRY TWD UAH USD VND ZAR`.split(/\s+/),
);

const UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    MILLIGRAM: "mg milligram",
    GRAM: "g gr gram grams gramm gramme grammes",
    KILOGRAM: "kg kilo kilogram kilogramm kilogramme",
    TON: "t tonne",
    POUND: "lb lbs pound",
    OUNCE: "oz ounce",
    MILLIMETER: "mm millimeter",
    CENTIMETER: "cm centimeter",
    METER: "m meter",
    INCH: 'in inch zoll pouce pouces " ″',
    FEET: "ft feet",
    MILLILITER: "ml milliliter",
    CENTILITER: "cl",
    LITER: "l liter litre",
    WATT: "w watt",
    KILOWATT: "kw kilowatt",
    VOLT: "v volt",
    AMPERE: "a ampere",
    MILLIAMPEREHOUR: "mah",
    HERTZ: "hz hertz",
    KILOBYTE: "kb",
    MEGABYTE: "mb",
    GIGABYTE: "gb",
    LUMEN: "lm lumen",
    KELVIN: "k kelvin",
    CELSIUS: "°c celsius",
    PERCENT: "% percent prozent",
    SQUARE_METER: "m² m2",
    CUBIC_METER: "m³ m3",
    SECOND: "s sec",
    MINUTE: "min",
  }).flatMap(([unit, words]) => words.split(" ").map((word) => [word, unit] as const)),
);
