import { z } from "zod";

/** Too common to be worth guessing twice; ASVS 5 6.2.4 asks for such a list, length alone does the rest. */
const COMMON = new Set(
  (
    "12345678 123456789 1234567890 password password1 password123 passw0rd qwertyui qwerty123 qwertyuiop 11111111 00000000 " +
    "iloveyou sunshine princess football baseball superman trustno1 welcome1 welcome123 letmein1 letmein123 admin123 " +
    "administrator changeme changeme1 starwars whatever computer michelle jennifer internet samantha corvette bigdaddy " +
    "abcd1234 abc12345 1q2w3e4r 1qaz2wsx zaq12wsx asdfghjkl asdf1234 qazwsxedc 87654321 12341234 11223344 55555555 " +
    "nightshift nightshift1"
  ).split(" "),
);

/** A new password: 8 to 128 characters, any of them, spaces and emoji too; not one of the commonest. */
export const NewPassword = z
  .string()
  .min(8, "Use at least 8 characters.")
  .max(128, "Use at most 128 characters.")
  .refine(
    (password) => !COMMON.has(password.toLowerCase()),
    "This is one of the most common passwords. Choose another.",
  );

export const Email = z
  .string()
  .trim()
  .normalize("NFKC")
  .max(254, "An e-mail address has at most 254 characters.")
  .pipe(z.email("This is no complete e-mail address."));
