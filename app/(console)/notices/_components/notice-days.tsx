import type { Notice } from "#lib/notices/list.ts";
import { dayName } from "#lib/text/dates.ts";
import { NoticeLine } from "./notice-line.tsx";

type Props = { notices: Notice[]; zone: string };

/** The notices under the days on which they came, in the viewer's zone. */
export function NoticeDays({ notices, zone }: Props) {
  const now = new Date();
  const days = Map.groupBy(notices, (notice) => dayName(new Date(notice.createdAt), now, zone));
  return (
    <div className="notices">
      {[...days].map(([day, of]) => (
        <section key={day} aria-label={day}>
          <h2>{day === "today" ? "Today" : day}</h2>
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
