import type { ReportPreview } from "#lib/schedules/report-preview.ts";
import { Icon, type IconName } from "../../../../_ui/icon.tsx";
import { Time } from "../../../../_ui/time.tsx";

const TONE: Record<ReportPreview["outline"]["tone"], IconName> = {
  ok: "ok",
  warn: "warn",
  fail: "fail",
  stop: "stopped",
};

/** The mail as it would be sent now, of the newest finished run: its words, and the part for those who read plain text. */
export function Preview({ preview }: { preview: ReportPreview }) {
  return (
    <>
      <div className="sec2">
        <h3>Preview</h3>
        <span className="dim">
          of run #{preview.runId}
          {preview.endedAt && (
            <>
              , <Time at={preview.endedAt} form="moment" />
            </>
          )}
        </span>
        <span className="e" role="radiogroup" aria-label="Part of the mail">
          <label>
            <input type="radio" className="sr" name="part" value="formatted" defaultChecked />
            <span>Formatted</span>
          </label>
          <label>
            <input type="radio" className="sr" name="part" value="text" />
            <span>Plain text</span>
          </label>
        </span>
      </div>
      <div className="mail">
        <p className="sj">{preview.outline.subject}</p>
        <p className="fr">Nightshift to each recipient on its own</p>
        <Formatted outline={preview.outline} />
        <pre className="plain">{preview.text}</pre>
      </div>
    </>
  );
}

function Formatted({ outline }: Pick<ReportPreview, "outline">) {
  const { tone, headline, sentence, facts, tallies, remedy, issues, foot } = outline;
  return (
    <div className="formatted">
      <p className="oc">
        <span className={`st ${TONE[tone]}`}>
          <Icon name={TONE[tone]} />
          {headline}
        </span>
        <span>{sentence}</span>
      </p>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {tallies.length > 0 && (
          <div>
            <dt>Counts</dt>
            <dd>{tallies.map(([number, label]) => `${number} ${label}`).join(", ")}</dd>
          </div>
        )}
        {issues.rows.slice(0, 3).map((row) => (
          <div key={row.join()}>
            <dt>Issue</dt>
            <dd>{row.filter(Boolean).join(", ")}</dd>
          </div>
        ))}
      </dl>
      {remedy && <p className="rem">{remedy}</p>}
      <p className="ft">{foot}</p>
    </div>
  );
}
