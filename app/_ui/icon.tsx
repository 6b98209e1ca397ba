import type { IconName } from "./sprite.tsx";

export type { IconName };

type Props = {
  name: IconName;
  /** Pixels; without it the surrounding part decides. */
  size?: number;
  className?: string;
  /** Given where no word stands beside it; otherwise the icon is silent. */
  label?: string;
};

/** One of the drawn shapes, in the colour of its surroundings. */
export function Icon({ name, size, className, label }: Props) {
  const spoken = label ? { role: "img", "aria-label": label } : { "aria-hidden": true };
  return (
    <svg width={size} height={size} className={className} {...spoken}>
      <use href={`#i-${name}`} />
    </svg>
  );
}
