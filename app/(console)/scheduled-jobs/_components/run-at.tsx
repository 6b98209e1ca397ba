"use client";

import type { KeyboardEvent } from "react";
import { zoneCity } from "#lib/text/dates.ts";
import { useClock } from "../../../_ui/clock.tsx";
import { Deed } from "../../../_ui/deed.tsx";
import { Icon } from "../../../_ui/icon.tsx";
import { Menu } from "../../../_ui/menu.tsx";

/** One run of each ticked job at a later time. */
export function RunAt({ count }: { count: number }) {
  const { zone } = useClock();
  // Arrow keys belong to the field, not to the list around it.
  const keep = (event: KeyboardEvent) => {
    if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End")
      event.stopPropagation();
  };
  return (
    <Menu
      label="Run at a later time"
      className="btn"
      trigger={
        <>
          Run at… <Icon name="chev" size={11} />
        </>
      }
    >
      {/* Listens only; the field is what can be operated. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className="run-at" onKeyDown={keep}>
        <label>
          Day and time in {zoneCity(zone)} <input type="datetime-local" name="startAt" />
        </label>
        <Deed deed="run-at" pending="Planning…">
          {count > 1 ? `Plan ${count} runs` : "Plan one run"}
        </Deed>
      </div>
    </Menu>
  );
}
