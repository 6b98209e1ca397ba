import { z } from "zod";

/** How many people a schedule can report to. */
export const RECIPIENTS_MAX = 20;

/**
 * One address of a recipient: NFKC first, so that a look-alike @ is seen as one; exactly one @, no control characters, no comma or
 * quote with which a header could be made to hold two.
 */
export const Address = z
  .string()
  .max(254, "An address has at most 254 characters.")
  .refine((text) => !/[\u0000-\u001f\u007f]/.test(text), "An address holds no line breaks.")
  .transform((text) => text.normalize("NFKC").trim())
  .refine(
    (text) => text.split("@").length === 2,
    "An address has exactly one @, for example ops@alpine.example.",
  )
  .refine(
    (text) => !/[,;"<>()[\]\\\s]/.test(text),
    "One address a time, without quotes or brackets.",
  )
  .pipe(z.email("This is not complete, for example ops@alpine.example."));

/** A pasted list, or one address after the other: split at commas, semicolons and line breaks, doubles merged. */
export const splitAddresses = (text: string): string[] => [
  ...new Map(
    text
      .split(/[,;\n\r\t ]+/)
      .filter(Boolean)
      .map((address) => [address.toLowerCase(), address]),
  ).values(),
];

export const Recipients = z
  .array(Address)
  .max(RECIPIENTS_MAX, `At most ${RECIPIENTS_MAX} recipients.`)
  .transform((list) => [
    ...new Map(list.map((address) => [address.toLowerCase(), address])).values(),
  ]);
