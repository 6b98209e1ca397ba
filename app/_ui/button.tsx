import clsx from "clsx";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";

export type ButtonLook = {
  /** One primary action a page; "quiet" is text only. */
  variant?: "default" | "primary" | "quiet";
  /** 28 px, for rows. */
  small?: boolean;
  /** The key that does the same, printed in the button. */
  keys?: string;
};

/** The class of everything that looks like a button. */
export const buttonClass = ({ variant = "default", small = false }: ButtonLook, more?: string) =>
  clsx("btn", variant !== "default" && variant, small && "small", more);

type ButtonProps = ButtonLook &
  Omit<ComponentProps<"button">, "className"> & { className?: string };

/** A button that does something here. Forms to server actions take `SubmitButton`, navigation takes `ButtonLink`. */
export function Button({ variant, small, keys, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={buttonClass({ variant, small }, className)}
      aria-keyshortcuts={keys}
      {...rest}
    >
      {children}
      <Keys keys={keys} />
    </button>
  );
}

type LinkProps = ButtonLook & {
  href: string;
  className?: string;
  children: ReactNode;
  download?: boolean;
};

/** A link that looks like a button; downloads are plain links, so that no router stands between. */
export function ButtonLink({
  href,
  variant,
  small,
  keys,
  className,
  children,
  download,
}: LinkProps) {
  const shown = {
    className: buttonClass({ variant, small }, className),
    "aria-keyshortcuts": keys,
  };
  const inside = (
    <>
      {children}
      <Keys keys={keys} />
    </>
  );
  if (download) {
    return (
      <a href={href} download {...shown}>
        {inside}
      </a>
    );
  }
  return (
    <Link href={href} prefetch={false} {...shown}>
      {inside}
    </Link>
  );
}

/** Printed keys are hidden on touch and from screen readers, which get `aria-keyshortcuts`. */
export function Keys({ keys }: { keys?: string }) {
  if (!keys) return null;
  return <kbd aria-hidden="true">{keys.length === 1 ? keys.toUpperCase() : keys}</kbd>;
}
