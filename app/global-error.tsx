"use client";

/** When even the document failed: nothing of the console can be relied on, so this page brings its own style. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <head>
        <title>Something failed · Nightshift</title>
        <meta name="color-scheme" content="light dark" />
      </head>
      <body style={PAGE}>
        <main>
          <h1 style={{ font: "600 20px/26px system-ui, sans-serif", margin: 0 }}>
            Nightshift could not be shown
          </h1>
          <p>
            Something failed before the page was drawn. No run is affected: what is in progress goes
            on.
          </p>
          <p>
            <button type="button" onClick={reset} style={{ font: "inherit", padding: "8px 14px" }}>
              Try again
            </button>
          </p>
          {error.digest && (
            <p>
              Reference <code>{error.digest}</code>: it leads to the line in the log.
            </p>
          )}
        </main>
      </body>
    </html>
  );
}

const PAGE = {
  maxWidth: 640,
  margin: "0 auto",
  padding: "15vh 24px",
  font: "14px/20px system-ui, sans-serif",
  colorScheme: "light dark",
} as const;
