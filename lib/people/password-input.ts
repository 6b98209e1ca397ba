import { z } from "zod";
import { isCommonPassword } from "./common-passwords.ts";
import { PASSWORD_MAX } from "./hash-password.ts";

/** A new password: 8 to 128 characters, any of them, spaces and emoji too; not one of the commonest. */
export const NewPassword = z
  .string()
  .min(8, "Use at least 8 characters.")
  .max(PASSWORD_MAX, `Use at most ${PASSWORD_MAX} characters.`)
  .refine(
    (password) => !isCommonPassword(password),
    "This is one of the most common passwords. Choose another.",
  );

export const Email = z
  .string()
  .trim()
  .normalize("NFKC")
  .max(254, "An e-mail address has at most 254 characters.")
  .pipe(z.email("This is no complete e-mail address."));
