import type { Metadata } from "next";
import { cache } from "react";
import { z } from "zod";
import type { Viewer } from "#lib/access/viewer.ts";
import { listNotices } from "#lib/notices/list.ts";
import { unreadCount } from "#lib/notices/unread-count.ts";
import { requireViewer } from "../../_server/viewer.ts";
import { ActionForm } from "../../_ui/action-form.tsx";
import { SubmitButton } from "../../_ui/submit-button.tsx";
import { Pager } from "../../_ui/table.tsx";
import { Tabs } from "../../_ui/tabs.tsx";
import { LiveSwitch } from "../_live/live-switch.tsx";
import { NewNotices } from "./_components/new-notices.tsx";
import { NoNotices } from "./_components/no-notices.tsx";
import { NoticeDays } from "./_components/notice-days.tsx";
import { readAll } from "./actions.ts";
import "./_components/notices.css";

type Props = { searchParams: Promise<Record<string, unknown>> };

const Query = z.object({
  unread: z.literal("1").optional().catch(undefined),
  before: z.string().max(100).optional().catch(undefined),
});

/** The bell says no more than "99+". */
const COUNTED_TO = 100;

const countUnread = cache((viewer: Viewer) => unreadCount(viewer));

export async function generateMetadata(): Promise<Metadata> {
  const unread = await countUnread(await requireViewer());
  const shown = unread < COUNTED_TO ? String(unread) : `${COUNTED_TO - 1}+`;
  return { title: unread > 0 ? `(${shown}) Notices` : "Notices" };
}

/** How the runs ended that the viewer started; newest first, by day. */
export default async function NoticesPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const { unread, before } = Query.parse(await searchParams);
  const page = await listNotices(viewer, { unread: unread === "1", before });
  const unreadNow = await countUnread(viewer);
  const query = unread ? "unread=1&" : "";
  return (
    <>
      <div className="head">
        <h1>Notices</h1>
        <LiveSwitch />
        <div className="right">
          {unreadNow > 0 && (
            <ActionForm action={readAll}>
              <SubmitButton pending="Marking…">Mark all as read</SubmitButton>
            </ActionForm>
          )}
        </div>
      </div>
      <Tabs
        label="Which notices"
        className="views"
        tabs={[
          { href: "/notices", label: "All", current: !unread },
          {
            href: "/notices?unread=1",
            label: "Unread",
            count: unreadNow,
            cap: COUNTED_TO,
            current: unread === "1",
          },
        ]}
      />
      <NewNotices unread={unreadNow} />
      {page.notices.length === 0 ? (
        <NoNotices unreadOnly={unread === "1"} />
      ) : (
        <NoticeDays notices={page.notices} zone={viewer.timeZone} />
      )}
      {(before || page.next) && (
        <Pager
          newer={before ? `/notices?${query}` : null}
          older={page.next && `/notices?${query}before=${page.next}`}
          words={["Newest", "Older"]}
        />
      )}
    </>
  );
}
