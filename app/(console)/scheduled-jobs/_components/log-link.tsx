import Link from "next/link";
import { counted } from "#lib/text/numbers.ts";
import { Icon } from "../../../_ui/icon.tsx";
import { logHref } from "./address.ts";

type Props = {
  runId: number | undefined;
  of: string;
  unreadLines: number;
  /** The address that stays under the log. */
  over: string;
};

/** Solid while there are lines that this viewer has not read; leads to the log of the current or last run. */
export function LogLink({ runId, of, unreadLines, over }: Props) {
  if (runId === undefined) {
    return (
      <span className="log none" title={`No log of ${of} yet`}>
        <Icon name="log" label={`No log of ${of} yet`} />
      </span>
    );
  }
  const state = unreadLines > 0 ? counted(unreadLines, "unread line") : "read";
  const label = `Log of ${of}, ${state}`;
  return (
    <Link
      className={unreadLines > 0 ? "log unread" : "log"}
      href={logHref(runId, over)}
      scroll={false}
      prefetch={false}
      aria-label={label}
      title={label}
    >
      <Icon name={unreadLines > 0 ? "logfull" : "log"} />
    </Link>
  );
}
