import type { ReactNode } from "react";

type Props = {
  title: ReactNode;
  /** What happened or what will appear here. */
  children: ReactNode;
  /** One action, then links. */
  actions?: ReactNode;
  /** The piece of the line above it: it runs on, it breaks, or nothing stands on it yet. Left out on "not found". */
  line?: "calm" | "broken" | "flat";
  /** The page's own title, where nothing else is on it. */
  heading?: "h1" | "h2";
  /** Rows of a small list under the text. */
  facts?: ReactNode;
};

/** What stands where nothing else can: an empty list, an error, a page that does not exist. */
export function Void({ title, children, actions, line, heading: Heading = "h2", facts }: Props) {
  return (
    <div className={Heading === "h1" ? "void alone" : "void"}>
      {line && <BaseLine broken={line === "broken"} flat={line === "flat"} />}
      <Heading>{title}</Heading>
      {children}
      {actions && <div className="acts">{actions}</div>}
      {facts && <dl>{facts}</dl>}
    </div>
  );
}

const BARS = 60;
const BREAK_AT = 36;

/** Decoration; the same bars each time, so that nothing shifts between two visits. */
function BaseLine({ broken, flat }: { broken: boolean; flat: boolean }) {
  const bars = (flat ? [] : heights()).map((height, index) => ({ index, height }));
  return (
    <svg className="base" width="360" height="44" viewBox="0 0 360 44" aria-hidden="true">
      <path d={broken ? "M0 32.5H212M228 32.5H360" : "M0 32.5H360"} stroke="var(--line)" />
      {bars.map(({ index, height }) => {
        const x = index * 6;
        if (!broken || index < BREAK_AT)
          return (
            <rect key={index} className="s-ok" x={x} y={32 - height} width="4" height={height} />
          );
        if (index === BREAK_AT)
          return <rect key={index} className="s-fail" x={x} y={33} width="5" height="10" />;
        return (
          <rect
            key={index}
            className="s-plan"
            x={x + 0.5}
            y={32.5 - height}
            width="3"
            height={height - 1}
          />
        );
      })}
    </svg>
  );
}

function heights(): number[] {
  let state = 2026;
  return Array.from({ length: BARS }, () => {
    state = (state * 16807) % 2147483647;
    return 5 + (state % 14);
  });
}
