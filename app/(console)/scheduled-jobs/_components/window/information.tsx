import type { Viewer } from "#lib/access/viewer.ts";
import { RECIPIENTS_MAX } from "#lib/mails/address-input.ts";
import type { ScheduleDetail } from "#lib/schedules/get.ts";
import { previewReport } from "#lib/schedules/report-preview.ts";
import { duration } from "#lib/text/durations.ts";
import { Time } from "../../../../_ui/time.tsx";
import { Preview } from "./report-preview.tsx";
import { ReportForm } from "./report-form.tsx";
import { SendTest } from "./send-test.tsx";

type Props = { viewer: Viewer; detail: ScheduleDetail };

/** The tab "Information": what is fixed, who is told, what the mail would say now. */
export async function Information({ viewer, detail }: Props) {
  const preview = await previewReport(viewer, detail.id);
  return (
    <ReportForm detail={detail} recipientsMax={RECIPIENTS_MAX} facts={<Fixed detail={detail} />}>
      <section className="pv" aria-label="Preview of the mail">
        {preview ? (
          <Preview preview={preview} />
        ) : (
          <p className="dim">The mail can be shown here once a run has finished.</p>
        )}
        {detail.may.edit && (
          <SendTest scheduleId={detail.id} email={viewer.email ?? ""} hasRun={preview !== null} />
        )}
      </section>
      {detail.lastChange && (
        <p className="chg">
          Last change <Time at={detail.lastChange.at} form="moment" /> by {detail.lastChange.by}:{" "}
          {detail.lastChange.what}.
        </p>
      )}
    </ReportForm>
  );
}

function Fixed({ detail }: { detail: ScheduleDetail }) {
  const { usual, runsAtOnce } = detail;
  return (
    <div className="fixed2">
      <dl className="facts2">
        <dt>Identifier</dt>
        <dd>
          <code>{detail.identifier}</code>
        </dd>
        <dt>Title</dt>
        <dd>{detail.title}</dd>
        <dt>Description</dt>
        <dd>{detail.description}</dd>
        <dt>Runs</dt>
        <dd>
          {detail.domain ? `By domain, in ${detail.domain.name}` : "By installation"},{" "}
          {runsAtOnce === 1 ? "one at a time" : `at most ${runsAtOnce} at a time`}
          {usual && `, usually ${duration(usual.medianSeconds * 1000)}`}
        </dd>
      </dl>
      <p className="why2">
        Identifier and description are fixed by the installation: its code finds the job by this
        name, and logs, reports and links point to it.
      </p>
    </div>
  );
}
