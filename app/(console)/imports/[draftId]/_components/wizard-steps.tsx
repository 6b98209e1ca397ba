import Link from "next/link";
import type { Draft } from "#lib/imports/get-draft.ts";
import type { WizardInput } from "#lib/imports/wizard-input.ts";
import { size } from "#lib/text/sizes.ts";
import type { z } from "zod";

type Step = z.output<typeof WizardInput>["step"];
type Props = { draft: Draft; current: Step };

const ORDER: Step[] = ["format", "mapping", "check", "launch"];
const LABELS = { format: "Format", mapping: "Mapping", check: "Check", launch: "Launch" };

/** The five steps; each but the upload is an address, and going back loses nothing. */
export function WizardSteps({ draft, current }: Props) {
  const facts = factsOf(draft);
  return (
    <nav aria-label="Steps of the import">
      <ol className="steps">
        <li className="past">
          <Link href="/imports" prefetch={false}>
            <b>1</b>Upload<span>{size(draft.file.sizeBytes)}</span>
          </Link>
        </li>
        {ORDER.map((step, at) => (
          <li
            key={step}
            className={at < ORDER.indexOf(current) ? "past" : undefined}
            aria-current={step === current ? "step" : undefined}
          >
            <Link href={`/imports/${draft.id}?step=${step}`} prefetch={false}>
              <b>{at + 2}</b>
              {LABELS[step]}
              <span>{facts[step]}</span>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

const DELIMITERS = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };

function factsOf({ inspection, mapping, check }: Draft): Record<Step, string> {
  const used = mapping.columns.filter(({ target }) => target.kind !== "ignore").length;
  return {
    format: `CSV, ${DELIMITERS[inspection.format.delimiter]}, UTF-8`,
    mapping: `${used} of ${mapping.columns.length} columns`,
    check: check?.mappingIsCurrent ? `run #${check.runId}` : "dry run",
    launch: "",
  };
}
