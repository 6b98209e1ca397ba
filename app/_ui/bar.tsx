import type { ReactNode } from "react";
import { percent } from "#lib/text/numbers.ts";

type Props = {
  /** What progresses, for people who don't see the bar. */
  label: string;
  /** 0…1; without it the total is unknown and the bar stays empty. */
  share: number | null;
  /** Above the bar at the left: "≈ 2 min 40 s left", "estimating…". */
  above?: ReactNode;
  /** Under the bar: "8,412 of 12,900 · step 2/3", "214 warnings". */
  below?: ReactNode;
  belowRight?: ReactNode;
  /** 6 px, at the head of a run. */
  tall?: boolean;
};

/** A progress bar with its words; the words hold everything, the bar only draws it. */
export function Bar({ label, share, above, below, belowRight, tall = false }: Props) {
  const value = share === null ? null : Math.min(1, Math.max(0, share));
  return (
    <>
      {above !== undefined && (
        <div className="pr">
          <span className="strong">{above}</span>
          <span className="dim">{value === null ? "" : percent(value)}</span>
        </div>
      )}
      <div
        className={tall ? "bar tall" : "bar"}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={value === null ? undefined : Math.floor(value * 100)}
      >
        <i style={{ width: `${(value ?? 0) * 100}%` }} />
      </div>
      {(below !== undefined || belowRight !== undefined) && (
        <span className="two fl">
          <span>{below}</span>
          <span>{belowRight}</span>
        </span>
      )}
    </>
  );
}
