import Link from "next/link";
import type { CSSProperties } from "react";
import type { Lane as LaneRow } from "#lib/schedules/lanes.ts";
import type { Upcoming } from "#lib/schedules/upcoming.ts";
import { windowHref } from "../../_components/address.ts";
import { ChangeNote } from "./change-note.tsx";
import { groundOf } from "./ground.ts";
import { Hours } from "./hours.tsx";
import { Lane } from "./lane.tsx";
import { NextDue } from "./next-due.tsx";
import { packed } from "./packed.ts";

/** The drawing: one lane per job, by domain. */
export function Axis({ upcoming }: { upcoming: Upcoming }) {
  const groups = [...Map.groupBy(upcoming.lanes, (lane) => lane.domain?.name ?? "Installation")];
  return (
    <table className="axis" data-hold style={{ "--ground": groundOf(upcoming) } as CSSProperties}>
      <caption className="sr">
        Due times around now, one lane for each scheduled job. The page says the same as a table.
      </caption>
      <colgroup className="desk">
        <col className="c-job" />
        <col />
        <col className="c-next" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">
            <span className="sr">Scheduled job</span>
          </th>
          <th scope="col" className="c-axis">
            <span className="sr">Due times</span>
            <Hours upcoming={upcoming} />
          </th>
          <th scope="col">
            <span className="sr">Next</span>
          </th>
        </tr>
      </thead>
      {groups.map(([place, lanes], index) => (
        <Group key={place} place={place} lanes={lanes} upcoming={upcoming} first={index === 0} />
      ))}
    </table>
  );
}

type GroupProps = { place: string; lanes: LaneRow[]; upcoming: Upcoming; first: boolean };

function Group({ place, lanes, upcoming, first }: GroupProps) {
  const { from, until, now, zone } = upcoming;
  const span = { from, until, now, zone };
  const its = lanes[0]?.domain?.timeZone;
  return (
    <tbody>
      <tr className="g">
        <th scope="rowgroup">
          {place}
          {its && its !== zone && <span className="zone"> · {its}</span>}
        </th>
        <td className="ground">{first && <ChangeNote upcoming={upcoming} />}</td>
        <td className="num desk">{first && "next"}</td>
      </tr>
      {lanes.map((lane) => (
        <tr key={lane.scheduleId} data-schedule={lane.scheduleId}>
          <th scope="row">
            <Link className="id" href={windowHref(lane.scheduleId)} prefetch={false}>
              {lane.identifier}
            </Link>
          </th>
          <td className="ground">
            <Lane
              identifier={lane.identifier}
              place={place}
              scheduleId={lane.scheduleId}
              mayRun={lane.mayRun}
              packs={packed(lane.marks)}
              span={span}
            />
          </td>
          <td className="num nx">
            <NextDue lane={nextOf(lane)} now={now} zone={zone} />
          </td>
        </tr>
      ))}
    </tbody>
  );
}

/** Only what the column says goes to the browser. */
function nextOf({ marks, nextRunAt, paused }: LaneRow) {
  const running = marks.find(({ kind }) => kind === "running");
  const again = marks.find(({ kind }) => kind === "deferred");
  return { nextRunAt, paused, running, again };
}
