import Link from "next/link";
import type { Lane } from "#lib/schedules/lanes.ts";
import type { Mark } from "#lib/schedules/mark.ts";
import type { Upcoming } from "#lib/schedules/upcoming.ts";
import { counted } from "#lib/text/numbers.ts";
import { Icon } from "../../../../_ui/icon.tsx";
import { Scroller } from "../../../../_ui/table.tsx";
import { windowHref } from "../../_components/address.ts";
import { detailOf, faceOf, whenOf, type Span } from "./mark-words.ts";
import { streaksOf, timesOf } from "./streaks.ts";

/** The axis in words: what the marks say, lane by lane; those of one kind that follow each other are one line. */
export function DueTable({ upcoming }: { upcoming: Upcoming }) {
  return (
    <Scroller label="Due times">
      <table className="due-table" data-hold>
        <caption className="sr">Due times around now, by scheduled job, oldest first</caption>
        <thead>
          <tr>
            <th scope="col" className="c-when">
              Due
            </th>
            <th scope="col" className="c-what">
              What became of it
            </th>
            <th scope="col">More</th>
            <th scope="col" className="c-run">
              Run
            </th>
          </tr>
        </thead>
        {upcoming.lanes.map((lane) => (
          <LaneInWords key={lane.scheduleId} lane={lane} span={upcoming} />
        ))}
      </table>
    </Scroller>
  );
}

function LaneInWords({ lane, span }: { lane: Lane; span: Span }) {
  const { scheduleId, identifier, domain, marks } = lane;
  const total = marks.reduce((sum, mark) => sum + timesOf(mark), 0);
  return (
    <tbody className="dense" data-schedule={scheduleId}>
      <tr className="g">
        <th scope="rowgroup" colSpan={4}>
          <Link className="id" href={windowHref(scheduleId)} prefetch={false}>
            {identifier}
          </Link>{" "}
          <span className="dim">
            {domain?.name ?? "Installation"}, {counted(total, "due time")}
          </span>
        </th>
      </tr>
      {streaksOf(marks).map((mark) => (
        <Line key={`${mark.kind} ${mark.at}`} mark={mark} span={span} />
      ))}
    </tbody>
  );
}

function Line({ mark, span }: { mark: Mark; span: Span }) {
  const { icon, tone, label } = faceOf(mark);
  return (
    <tr data-times={timesOf(mark)}>
      <th scope="row">{whenOf(mark, span)}</th>
      <td>
        <span className="became">
          <Icon name={icon} size={14} className={`i ${tone}`} />
          {label}
        </span>
      </td>
      <td className="soft">{detailOf(mark, span)}</td>
      <td>
        {mark.runId && (
          <Link className="link" href={`/process-tracker/${mark.runId}`} prefetch={false}>
            #{mark.runId}
          </Link>
        )}
      </td>
    </tr>
  );
}
