import type { ReactNode } from "react";
import { LiveSwitch } from "../../../_live/live-switch.tsx";

/** What the marks mean; their words come with pointer and keyboard. */
export function Key() {
  return (
    <div className="foot key">
      <Sign width={8} word="ran">
        <rect className="s-ok" x="2" y="3" width="4" height="10" />
      </Sign>
      <Sign width={8} word="with warnings">
        <rect className="s-ok" x="2" y="5" width="4" height="9" />
        <rect className="s-warn" x="2" y="1" width="4" height="3" />
      </Sign>
      <Sign width={8} word="failed">
        <path className="m-line" d="M0 9.5H8" />
        <rect className="s-fail" x="2" y="10" width="4" height="8" />
      </Sign>
      <Sign width={10} word="stopped">
        <rect className="s-stop" x="2.5" y="4.5" width="5" height="9" />
      </Sign>
      <Sign width={12} word="missed">
        <circle className="k-ring" cx="6" cy="10" r="4" />
      </Sign>
      <Sign width={14} word="late">
        <path className="m-late" d="M2 6v7M2 9.5h6" />
        <rect className="s-ok" x="9" y="4" width="3" height="10" />
      </Sign>
      <Sign width={10} word="skipped">
        <path className="m-skip" d="M2 5l5 4l-5 4" />
      </Sign>
      <Sign width={8} word="planned">
        <rect className="s-plan" x="2.5" y="3.5" width="3" height="11" />
      </Sign>
      <Sign width={14} word="predicted">
        <rect className="m-hatch" x="1.5" y="4.5" width="11" height="10" />
      </Sign>
      <span className="r desk">
        <LiveSwitch />
      </span>
      <svg width="0" height="0" className="defs" aria-hidden="true">
        <pattern
          id="hatch"
          width="4"
          height="4"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(25)"
        >
          <path className="m-hatching" d="M0 0V4" />
        </pattern>
      </svg>
    </div>
  );
}

function Sign({ width, word, children }: { width: number; word: string; children: ReactNode }) {
  return (
    <span>
      <svg width={width} height="20" aria-hidden="true">
        {children}
      </svg>
      {word}
    </span>
  );
}
