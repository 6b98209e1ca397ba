import type { Notice } from "#lib/notices/list.ts";
import { longDay } from "#lib/text/dates.ts";
import { NoticeLine } from "./notice-line.tsx";

type Props = { notices: Notice[]; zone: string };

/** The notices under the days on which they came, in the viewer's zone. */
export function NoticeDays({ notices, zone }: Props) {
  const now = new Date();
  const days = Map.groupBy(notices, (notice) => dayOf(new Date(notice.createdAt), now, zone));
  return (
    <div className="notices">
      {[...days].map(([day, of]) => (
        <section key={day} aria-label={day}>
          <h2>{day}</h2>
          <ul>
            {of.map((notice) => (
              <NoticeLine key={notice.id} notice={notice} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

const DAY_MS = 24 * 3600_000;

function dayOf(at: Date, now: Date, zone: string): string {
  const day = longDay(at, zone);
  if (day === longDay(now, zone)) return "Today";
  return day === longDay(new Date(now.getTime() - DAY_MS), zone) ? "Yesterday" : day;
}
