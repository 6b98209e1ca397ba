/**
 * The drawn shapes, 16 × 16, in the colour of the text around them. Each status has one of its own; the sprite stands once
 * in every document and an icon refers to it, so a row of a long list costs a few bytes.
 */
const LINE = {
  fill: "none",
  stroke: "currentColor",
  strokeWidth: 1.6,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

export const STATUS_SHAPES = {
  new: <circle cx="8" cy="8" r="5.7" {...LINE} strokeDasharray="2.6 3.37" />,
  wait: (
    <>
      <circle cx="8" cy="8" r="5.7" {...LINE} />
      <path d="M8 4.8V8l2.2 1.5" {...LINE} />
    </>
  ),
  run: <circle cx="8" cy="8" r="8" fill="currentColor" />,
  stopping: (
    <>
      <circle cx="8" cy="8" r="6" {...LINE} />
      <rect x="5.6" y="5.6" width="4.8" height="4.8" rx=".6" fill="currentColor" />
    </>
  ),
  retry: <path d="M13.2 8a5.2 5.2 0 1 1-1.6-3.8L13.3 6M13.3 2.6V6H9.9" {...LINE} />,
  ok: (
    <path
      d="m2.8 8.6 3.5 3.6 7-8"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  warn: (
    <>
      <path d="M8 2.2 14.6 13.6H1.4Z" {...LINE} />
      <path d="M8 6.6v3" {...LINE} />
      <circle cx="8" cy="11.6" r=".95" fill="currentColor" />
    </>
  ),
  fail: (
    <path
      d="m3.6 3.6 8.8 8.8M12.4 3.6l-8.8 8.8"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
    />
  ),
  stopped: (
    <>
      <circle cx="8" cy="8" r="5.7" {...LINE} />
      <path d="m4 4 8 8" {...LINE} />
    </>
  ),
  lost: (
    <path
      d="M2 14l2.6-2.6M14 2l-2.6 2.6M5.2 6.4 4 7.6a2.9 2.9 0 0 0 4.2 4.2l1.2-1.2M10.8 9.6 12 8.4A2.9 2.9 0 0 0 7.8 4.2L6.6 5.4"
      {...LINE}
    />
  ),
  done: <path d="m1.2 8.6 3 3.2 5.2-6.4M7.8 11l.9.9 6-7" {...LINE} />,
  skip: <path d="M3.2 3.4 10 8l-6.8 4.6ZM13 3.4v9.2" {...LINE} />,
  never: <path d="M4 8h8" {...LINE} />,
  missed: (
    <>
      <circle cx="8" cy="8" r="5.7" {...LINE} />
      <path d="M8 4.6v4" {...LINE} />
      <circle cx="8" cy="11" r=".95" fill="currentColor" />
    </>
  ),
  cancelled: (
    <>
      <circle cx="8" cy="8" r="5.7" {...LINE} />
      <path d="M5.4 8h5.2" {...LINE} />
    </>
  ),
};

const SIGNS = {
  logfull: (
    <path
      d="M3 1.5h10A1 1 0 0 1 14 2.5v11a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1ZM4.5 4.6v1.3h7V4.6Zm0 2.8v1.3h7V7.4Zm0 2.8v1.3h4.5v-1.3Z"
      fill="currentColor"
      fillRule="evenodd"
    />
  ),
  log: (
    <>
      <rect
        x="2.5"
        y="2"
        width="11"
        height="12"
        rx="1"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.2"
      />
      <path d="M5 5.5h6M5 8h6M5 10.5h3.5" fill="none" stroke="currentColor" strokeWidth="1.2" />
    </>
  ),
  chev: <path d="m3 5.5 5 5 5-5" {...LINE} />,
  up: <path d="m3 10.5 5-5 5 5" {...LINE} />,
  right: <path d="m5.5 3 5 5-5 5" {...LINE} />,
  x: <path d="m4 4 8 8M12 4l-8 8" {...LINE} />,
  find: (
    <>
      <circle cx="7" cy="7" r="4.6" {...LINE} />
      <path d="m10.6 10.6 3.6 3.6" {...LINE} />
    </>
  ),
  bell: (
    <path
      d="M3.5 11.5h9c-1-1-1.3-2-1.3-4.5a3.2 3.2 0 0 0-6.4 0c0 2.5-.300 3.5-1.3 4.5ZM6.8 13.8h2.4"
      {...LINE}
    />
  ),
  dots: (
    <>
      <circle cx="3" cy="8" r="1.3" fill="currentColor" />
      <circle cx="8" cy="8" r="1.3" fill="currentColor" />
      <circle cx="13" cy="8" r="1.3" fill="currentColor" />
    </>
  ),
  down: <path d="M8 2.5v8.5M4.2 7.5 8 11.3l3.8-3.8M3 13.8h10" {...LINE} />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1" {...LINE} />
      <path d="M10.5 3V2.5h-8v8H3" {...LINE} />
    </>
  ),
  play: <path d="M4.5 2.8v10.4L13 8Z" fill="currentColor" />,
  menu: <path d="M2 4.5h12M2 8h12M2 11.5h12" {...LINE} />,
  shift: <path d="M2 11h3.5c1.6 0 1.2-6 2.8-6H14M11.4 2.4 14 5l-2.6 2.6" {...LINE} />,
  mark: (
    <>
      <circle cx="8" cy="8" r="6.9" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M8 1.1a6.9 6.9 0 0 0 0 13.8Z" fill="currentColor" />
      <path d="M8 0v16" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
  c4: <circle cx="8" cy="8" r="5.5" fill="currentColor" stroke="currentColor" strokeWidth="1.4" />,
  c3: (
    <>
      <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11Z" fill="currentColor" />
    </>
  ),
  c2: (
    <>
      <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M8 8V2.5A5.5 5.5 0 0 1 13.5 8Z" fill="currentColor" />
    </>
  ),
  c0: (
    <circle
      cx="8"
      cy="8"
      r="5.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeDasharray="2 2"
    />
  ),
};

const SYMBOLS = { ...STATUS_SHAPES, ...SIGNS };

export type IconName = keyof typeof SYMBOLS;

/** All shapes, hidden; in the document once, before anything that draws an icon. */
export function Sprite() {
  return (
    <svg width="0" height="0" className="sprite" aria-hidden="true">
      {Object.entries(SYMBOLS).map(([name, shape]) => (
        <symbol key={name} id={`i-${name}`} viewBox="0 0 16 16">
          {shape}
        </symbol>
      ))}
    </svg>
  );
}
