import { MAIL_STATUS, type MailStatus } from "#lib/mails/status.ts";
import { Toggles } from "#app/_ui/toggles.tsx";

const SHOWN: MailStatus[] = ["sent", "waiting", "held", "refused", "given-up"];

/** Which states are shown, each with its number of the last thirty days. */
export function MailToggles({
  counts,
  selected,
}: {
  counts: Record<string, number>;
  selected: MailStatus[];
}) {
  const options = SHOWN.map((value) => {
    const { label, icon, tone } = MAIL_STATUS[value];
    return { value, label, icon, tone, count: counts[value] ?? 0 };
  });
  return <Toggles name="status" label="State" options={options} selected={selected} />;
}
