const WIDTH = 1440;
const HOURS = 16;
const PIXELS_PER_HOUR = WIDTH / HOURS;
const LINE = 108;

/**
 * The line at its largest: sixteen hours with the night's bands in the server's zone. Signed out, nobody learns how much runs
 * here, so nothing stands on it.
 */
export function NightHorizon() {
  const now = new Date();
  const start = now.getHours() + now.getMinutes() / 60 - 5;
  const hours = Array.from({ length: HOURS + 1 }, (_, at) => Math.ceil(start) + at);
  return (
    <div className="line" aria-hidden="true">
      <svg viewBox={`0 0 ${WIDTH} 150`} preserveAspectRatio="xMidYMid slice">
        {bands(start).map((band) => (
          <rect
            key={band.from}
            x={x(band.from, start)}
            width={x(band.to, start) - x(band.from, start)}
            y={0}
            height={150}
            fill={band.fill}
          />
        ))}
        <path d={`M0 ${LINE}H${WIDTH}`} stroke="var(--strip-ok)" strokeWidth={1.5} />
        {hours.map((hour) => (
          <path
            key={hour}
            d={`M${x(hour, start)} ${LINE}v${hour % 2 === 0 ? 7 : 4}`}
            stroke="var(--strip-ok)"
          />
        ))}
        {hours
          .filter((hour) => hour % 2 === 0)
          .map((hour) => (
            <text key={hour} x={x(hour, start)} y={136} textAnchor="middle">
              {String(((hour % 24) + 24) % 24).padStart(2, "0")}
            </text>
          ))}
        <path d={`M${x(start + 5, start)} 0V150`} stroke="var(--now)" strokeWidth={2} />
      </svg>
    </div>
  );
}

const x = (hour: number, start: number) => Math.round((hour - start) * PIXELS_PER_HOUR);

/** Night is 20:00 to 06:00 with an hour of dusk and of dawn. */
function bands(start: number) {
  const firstDay = Math.floor(start / 24) * 24 - 24;
  return [0, 24, 48].flatMap((day) => {
    const noon = firstDay + day + 12;
    return [
      { from: noon + 7, to: noon + 8, fill: "var(--axis-dusk)" },
      { from: noon + 8, to: noon + 18, fill: "var(--axis-night)" },
      { from: noon + 18, to: noon + 19, fill: "var(--axis-dusk)" },
    ];
  });
}
