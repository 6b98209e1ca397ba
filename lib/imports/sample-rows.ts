/**
 * A product file of any size as pieces of text, the same for the same arguments: for measurements, demonstrations and tests.
 * Twelve columns, semicolons, LF; every fiftieth description holds a line break and a quote.
 * @param from number of the first product, so that two files can overlap
 */
export function* sampleFile(rowCount: number, from = 1): Generator<string> {
  yield `${SAMPLE_HEADER.join(";")}\n`;
  let piece = "";
  for (let number = from; number < from + rowCount; number++) {
    piece += sampleRow(number);
    if (piece.length < PIECE_CHARS) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

export const SAMPLE_HEADER = [
  "sku",
  "name",
  "family",
  "categories",
  "enabled",
  "price-EUR",
  "weight",
  "weight-unit",
  "color",
  "ean",
  "release_date",
  "description-en_US",
] as const;

const PIECE_CHARS = 60_000;
const FAMILIES = ["wall_lights", "pendants", "floor_lamps", "bulbs", "outdoor_lighting"] as const;
const COLORS = ["brass", "black", "white", "oak", "petrol", "copper"] as const;
const ROOMS = ["living_room", "kitchen", "hall", "garden"] as const;

function sampleRow(number: number): string {
  const family = FAMILIES[number % FAMILIES.length]!;
  const color = COLORS[(number * 7) % COLORS.length]!;
  const price = ((number * 37) % 90_000) / 100 + 5;
  const day = new Date(Date.UTC(2020, 0, 1 + (number % 2000))).toISOString().slice(0, 10);
  return (
    [
      `NS-${String(number).padStart(7, "0")}`,
      `Lamp ${number} in ${color}`,
      family,
      `${family},${ROOMS[number % ROOMS.length]}`,
      number % 17 === 0 ? "0" : "1",
      price.toFixed(2),
      String(200 + (number % 4000)),
      "GRAM",
      color,
      String(4_000_000_000_000 + number),
      day,
      number % 50 === 0
        ? `"Made by hand, 24"" wide.\nFor every room."`
        : "Dimmable, with a textile cable and a steel base.",
    ].join(";") + "\n"
  );
}
