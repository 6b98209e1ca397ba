import type { ScheduleDetail } from "#lib/schedules/get.ts";

/** The report part of the tab "Information" as it stands. */
export type ReportDraft = {
  enabled: boolean;
  when: string;
  recipients: string[];
  attachLog: boolean;
};

export function draftOf({ report }: ScheduleDetail): ReportDraft {
  const { enabled, when, recipients, attachLog } = report;
  return { enabled, when, recipients, attachLog };
}

/** What was sent and refused, for a page that came back without scripts. */
export function draftFrom(values: Record<string, string>, otherwise: ReportDraft): ReportDraft {
  return {
    enabled: values["enabled"] === "1",
    when: values["when"] ?? otherwise.when,
    recipients: (values["recipients"] ?? "").split(",").filter(Boolean),
    attachLog: values["attachLog"] === "1",
  };
}

/** In what two drafts differ, in words. */
export function changesOf(before: ReportDraft, now: ReportDraft): string[] {
  const words = [
    before.enabled !== now.enabled && (now.enabled ? "switched on" : "switched off"),
    before.when !== now.when && "when to report",
    before.recipients.join() !== now.recipients.join() && "recipients",
    before.attachLog !== now.attachLog && "attached log",
  ];
  return words.filter((word) => word !== false);
}
