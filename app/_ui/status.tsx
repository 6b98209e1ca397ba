import type { ReactNode } from "react";
import { STATUS, type RunStatus } from "#lib/runs/status.ts";
import { Icon, type IconName } from "./icon.tsx";

type Props = {
  status: RunStatus;
  /** Second line under the word: since when, why, how much. */
  detail?: ReactNode;
  /** A deferred run that waits for its next attempt reads "Retry". */
  retry?: boolean;
  /** "Completed" above "with 37 warnings"; without a second line the whole label stands in one. */
  warnings?: number;
};

/** The only place where a run's status becomes a shape, a word and a colour. */
export function Status({ status, detail, retry = false, warnings }: Props) {
  const facts = STATUS[status];
  if (status === "deferred" && retry) return <Mark tone="retry" label="Retry" detail={detail} />;
  if (status === "completed-with-warnings") return <Warned detail={detail} warnings={warnings} />;
  return (
    <Mark
      tone={facts.tone}
      icon={facts.icon as IconName}
      label={facts.label}
      detail={detail}
      title={facts.meaning}
    />
  );
}

type MarkProps = {
  tone: IconName;
  icon?: IconName;
  label: ReactNode;
  detail?: ReactNode;
  title?: string;
};

/** A shape with its word, also for what is no run: a due time that was skipped or missed, a schedule that never ran. */
export function Mark({ tone, icon = tone, label, detail, title }: MarkProps) {
  return (
    <>
      <span className={`st ${tone}`} title={title}>
        <Icon name={icon} />
        {label}
      </span>
      {detail !== undefined && detail !== null && <span className="two">{detail}</span>}
    </>
  );
}

/** The shape alone, where its word stands elsewhere: in front of a name, in a narrow column. */
export function StatusIcon({ status, size = 16 }: { status: RunStatus; size?: number }) {
  const { icon, tone, label } = STATUS[status];
  return <Icon name={icon as IconName} className={`i ${tone}`} size={size} label={label} />;
}

function Warned({ detail, warnings }: Pick<Props, "detail" | "warnings">) {
  const facts = STATUS["completed-with-warnings"];
  if (detail === undefined && warnings === undefined) {
    return <Mark tone="warn" label={facts.label} title={facts.meaning} />;
  }
  const word = (
    <>
      <span className="full">Completed</span>
      <span className="short">With warnings</span>
    </>
  );
  return (
    <Mark
      tone="warn"
      label={word}
      detail={detail ?? `with ${warnings === 1 ? "1 warning" : `${warnings} warnings`}`}
      title={facts.meaning}
    />
  );
}
