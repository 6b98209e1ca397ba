import type { Draft } from "#lib/imports/get-draft.ts";
import { counted } from "#lib/text/numbers.ts";
import { ButtonLink } from "../../../../_ui/button.tsx";
import { Field, Select } from "../../../../_ui/field.tsx";
import { SubmitButton } from "../../../../_ui/submit-button.tsx";
import { Scroller } from "../../../../_ui/table.tsx";
import { submitFormat } from "../actions.ts";
import { WizardForm } from "./wizard-form.tsx";

/** How the file is read, as it was found out, to be corrected; with its first rows read that way. */
export function FormatStep({ draft }: { draft: Draft }) {
  const { inspection, mapping } = draft;
  return (
    <WizardForm action={submitFormat} draftId={draft.id}>
      <div className="choices">
        <Field
          id="delimiter"
          label="Columns are parted by"
          help="Another one makes other columns: the mapping then begins anew."
        >
          <Select id="delimiter" name="delimiter" defaultValue={inspection.format.delimiter} help>
            <option value=";">semicolon ;</option>
            <option value=",">comma ,</option>
            <option value={"\t"}>tab</option>
            <option value="|">bar |</option>
          </Select>
        </Field>
        <Field id="decimalMark" label="Decimals follow" help="Of numbers, prices and measurements.">
          <Select id="decimalMark" name="decimalMark" defaultValue={mapping.decimalMark} help>
            <option value="auto">as each number says</option>
            <option value=".">a point: 1234.5</option>
            <option value=",">a comma: 1234,5</option>
          </Select>
        </Field>
        <Field
          id="dateOrder"
          label="Dates like 03/04/2026"
          help="Dates like 2026-04-03 are read either way."
        >
          <Select id="dateOrder" name="dateOrder" defaultValue={mapping.dateOrder} help>
            <option value="auto">as each date says, else day first</option>
            <option value="day-first">day first: 3 April</option>
            <option value="month-first">month first: 4 March</option>
          </Select>
        </Field>
        <Found draft={draft} />
      </div>
      <Preview draft={draft} />
      <div className="foot2">
        <span className="e">
          <ButtonLink href="/imports">Back</ButtonLink>
          <SubmitButton variant="primary" pending="Reading…">
            Go on to the mapping
          </SubmitButton>
        </span>
      </div>
    </WizardForm>
  );
}

/** What needs no choice. */
function Found({ draft }: { draft: Draft }) {
  const { format, headerFaults, faultCount, estimatedRows, rowsCounted, faults } = draft.inspection;
  return (
    <dl className="facts found">
      <dt>Encoding</dt>
      <dd>UTF-8{format.bom && ", with a byte order mark"}</dd>
      <dt>Quotes</dt>
      <dd>{format.quote === '"' ? "double" : "single"}</dd>
      <dt>Rows</dt>
      <dd>
        {rowsCounted ? "" : "≈ "}
        {counted(estimatedRows, "row")}, header in the first
      </dd>
      {headerFaults.length > 0 && (
        <>
          <dt>Header</dt>
          <dd>{headerFaults.map(({ message }) => message).join(" ")}</dd>
        </>
      )}
      {faultCount > 0 && (
        <>
          <dt>Unreadable</dt>
          <dd>
            {counted(faultCount, "place")} in the rows looked at; the first: row {faults[0]?.row},{" "}
            {faults[0]?.message}
          </dd>
        </>
      )}
    </dl>
  );
}

const SHOWN_ROWS = 10;

function Preview({ draft }: { draft: Draft }) {
  const { header, rows } = draft.inspection;
  return (
    <section aria-labelledby="first-rows">
      <div className="sec rule">
        <h2 id="first-rows">First rows</h2>
        <span className="dim">as they are read</span>
      </div>
      <Scroller label="First rows of the file" className="preview">
        <table className="raw mono">
          <thead>
            <tr>
              <th scope="col">Row</th>
              {header.map((name, index) => (
                <th key={`${index} ${name}`} scope="col">
                  {name || `column ${index + 1}`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="dense">
            {rows.slice(0, SHOWN_ROWS).map(({ rowNumber, cells }) => (
              <tr key={rowNumber}>
                <th scope="row">{rowNumber}</th>
                {header.map((name, index) => (
                  <td key={`${index} ${name}`}>{cells[index]?.slice(0, 40)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </section>
  );
}
