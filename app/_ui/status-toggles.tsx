import { STATUS, type RunStatus } from "#lib/runs/status.ts";
import type { IconName } from "./icon.tsx";
import { Toggles } from "./toggles.tsx";

type Props = {
  /** In the order shown. */
  statuses: readonly RunStatus[];
  counts: Partial<Record<RunStatus, number>>;
  selected: readonly string[];
  cap?: number;
  /** Not counted to the end: every count bears a plus. */
  open?: boolean;
  name?: string;
};

/** The toggles of the tracker: one per status, with its own shape and count. */
export function StatusToggles({ statuses, counts, selected, cap, open, name = "status" }: Props) {
  const options = statuses.map((status) => ({
    value: status,
    label: STATUS[status].label,
    icon: STATUS[status].icon as IconName,
    tone: STATUS[status].tone,
    count: counts[status] ?? 0,
    cap: open ? (counts[status] ?? 0) : cap,
  }));
  return <Toggles name={name} label="Status" options={options} selected={selected} />;
}
