import type { Metadata } from "next";
import Link from "next/link";
import { forbidden, notFound } from "next/navigation";
import { cache } from "react";
import { canSomewhere, type Viewer } from "#lib/access/viewer.ts";
import { getDraft, type Draft } from "#lib/imports/get-draft.ts";
import { WizardInput } from "#lib/imports/wizard-input.ts";
import { counted } from "#lib/text/numbers.ts";
import { isRefusal } from "#lib/text/refusal.ts";
import { size } from "#lib/text/sizes.ts";
import { requireViewer } from "../../../_server/viewer.ts";
import { CheckStep } from "./_components/check-step.tsx";
import { FormatStep } from "./_components/format-step.tsx";
import { LaunchStep } from "./_components/launch-step.tsx";
import { Launched } from "./_components/launched.tsx";
import { MappingStep } from "./_components/mapping-step.tsx";
import { WizardSteps } from "./_components/wizard-steps.tsx";
import "./_components/wizard.css";

type Props = {
  params: Promise<{ draftId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const load = cache(async (viewer: Viewer, draftId: string): Promise<Draft> => {
  if (!canSomewhere(viewer, "imports.start")) forbidden();
  if (!UUID.test(draftId)) notFound();
  try {
    return await getDraft(viewer, draftId);
  } catch (error) {
    if (isRefusal(error, "not-found")) notFound();
    throw error;
  }
});

const TITLES = { format: "Format", mapping: "Mapping", check: "Check", launch: "Launch" };

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const draft = await load(await requireViewer(), (await params).draftId);
  const { step } = WizardInput.parse(await searchParams);
  return { title: `${TITLES[step]} · ${draft.file.name}` };
}

/** An import between upload and launch: one page, a step at a time, each of them an address. */
export default async function ImportPage({ params, searchParams }: Props) {
  const viewer = await requireViewer();
  const draft = await load(viewer, (await params).draftId);
  const input = WizardInput.parse(await searchParams);
  if (draft.runId !== null) return <Launched draft={draft} runId={draft.runId} />;
  return (
    <div className="wizard">
      <Head draft={draft} />
      <WizardSteps draft={draft} current={input.step} />
      <Notes draft={draft} />
      {input.step === "format" && <FormatStep draft={draft} />}
      {input.step === "mapping" && <MappingStep draft={draft} q={input.q} look={input.look} />}
      {input.step === "check" && <CheckStep viewer={viewer} draft={draft} />}
      {input.step === "launch" && <LaunchStep draft={draft} />}
    </div>
  );
}

function Head({ draft }: { draft: Draft }) {
  const { inspection, file, domain } = draft;
  const rows = counted(inspection.estimatedRows, "row");
  const facts = [
    domain.name,
    size(file.sizeBytes),
    inspection.rowsCounted ? rows : `≈ ${rows}`,
    counted(inspection.header.length, "column"),
  ];
  return (
    <div className="runhead">
      <div>
        <p className="crumbs">
          <Link href="/imports">Imports</Link> / {domain.name}
        </p>
        <h1>Import {file.name}</h1>
      </div>
      <p className="soft right">{facts.join(" · ")}</p>
    </div>
  );
}

/** What a person should know before he goes on: the same bytes were here before, the file continues a run, it is gone. */
function Notes({ draft }: { draft: Draft }) {
  const [same] = draft.sameFile;
  return (
    <>
      {draft.continuesRunId !== null && (
        <p className="note">
          Continues{" "}
          <Link href={`/process-tracker/${draft.continuesRunId}`} prefetch={false}>
            run #{draft.continuesRunId}
          </Link>
          ; both will show each other.
        </p>
      )}
      {same && (
        <p className="note">
          The same file was imported before, as{" "}
          <Link href={`/process-tracker/${same.runId}`} prefetch={false}>
            {same.title} #{same.runId}
          </Link>
          . What has not changed since stays as it is.
        </p>
      )}
      {!draft.fileIsThere && (
        <p className="note bad" role="alert">
          The file’s time is up and it was removed. <Link href="/imports">Upload it again</Link>;
          the mapping is found by its columns.
        </p>
      )}
    </>
  );
}
