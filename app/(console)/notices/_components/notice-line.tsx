"use client";

import Link from "next/link";
import { startTransition } from "react";
import type { Notice } from "#lib/notices/list.ts";
import { STATUS } from "#lib/runs/status.ts";
import { ActionForm } from "../../../_ui/action-form.tsx";
import { StatusIcon } from "../../../_ui/status.tsx";
import { SubmitButton } from "../../../_ui/submit-button.tsx";
import { Time } from "../../../_ui/time.tsx";
import { read } from "../actions.ts";

/** One notice: how a run ended. Following its link marks it as read. */
export function NoticeLine({ notice }: { notice: Notice }) {
  const { id, outcome, title, body, domainName, createdAt, runId } = notice;
  const opened = () => {
    if (notice.read) return;
    const form = new FormData();
    form.set("noticeId", id);
    startTransition(async () => void (await read(undefined, form)));
  };
  const words = `${title} ${WORDS[outcome] ?? STATUS[outcome]?.label.toLowerCase() ?? "has ended"}`;
  return (
    <li className={notice.read ? undefined : "unread"}>
      <span className="dot" role="img" aria-label={notice.read ? "Read" : "Unread"} />
      {outcome in STATUS ? <StatusIcon status={outcome} /> : <span />}
      <div className="what">
        {runId === null ? (
          <span className="id">{words}</span>
        ) : (
          <Link className="id" href={`/process-tracker/${runId}`} prefetch={false} onClick={opened}>
            {words}
          </Link>
        )}
        <p className="two">{body ?? (runId === null ? "The run itself is gone." : "")}</p>
      </div>
      <span className="where">{domainName ?? "Installation"}</span>
      <Time at={createdAt} className="when" />
      {notice.read ? (
        <span />
      ) : (
        <ActionForm action={read} fields={{ noticeId: id }}>
          <SubmitButton small variant="quiet" pending="Marking…" spoken={`Mark as read: ${words}`}>
            Mark as read
          </SubmitButton>
        </ActionForm>
      )}
    </li>
  );
}

const WORDS: Partial<Record<Notice["outcome"], string>> = {
  completed: "completed",
  "completed-with-warnings": "completed with warnings",
  failed: "failed",
  stopped: "was stopped",
  interrupted: "lost its worker",
};
