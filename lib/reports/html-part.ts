import { html, type Markup } from "./markup.ts";
import type { Outline } from "./outline.ts";

/** Mail programs know no variables: these are the light theme's values of the style sheet. */
const COLOUR = {
  ok: "#14713a",
  warn: "#a04a06",
  fail: "#b91c1c",
  stop: "#6d28d9",
  ink: "#131c36",
  soft: "#47506a",
  dim: "#5c647a",
  line: "#e4e0d5",
  paper: "#f8f6f0",
  surface: "#fffefb",
};
const FONT = "font-family:Helvetica,Arial,sans-serif;";

/** The HTML part: one column of 600 px, tables, inline styles, no script, nothing remote. */
export function htmlPart(outline: Outline): string {
  const { subject, preheader, tone } = outline;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${subject}</title>
      </head>
      <body
        style="margin:0;padding:16px 0;background:${COLOUR.paper};color:${COLOUR.ink};${FONT}font-size:14px;line-height:20px"
      >
        <div style="display:none;max-height:0;overflow:hidden">${preheader}</div>
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
          <tr>
            <td align="center">
              <table
                role="presentation"
                width="600"
                cellpadding="0"
                cellspacing="0"
                style="width:100%;max-width:600px;background:${COLOUR.surface};border:1px solid ${COLOUR.line};border-top:4px solid ${COLOUR[tone]}"
              >
                <tr>
                  <td style="padding:16px 28px">
                    ${head(outline)}${factTable(outline)}${tallyTable(outline)}${remedy(outline)}${issueTable(outline)}${stepTable(outline)}${logBlock(outline)}${actions(outline)}
                    <p
                      style="margin:14px 0 0;padding-top:9px;border-top:1px solid ${COLOUR.line};font-size:12px;line-height:16px;color:${COLOUR.dim}"
                    >
                      ${outline.foot}
                    </p>
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>`.text;
}

function head({ tone, sign, headline, sentence }: Outline): Markup {
  return html`<h1 style="margin:0;font-size:20px;line-height:26px">
      <span style="color:${COLOUR[tone]}">${sign}</span> ${headline}
    </h1>
    ${sentence && html`<p style="margin:4px 0 0;color:${COLOUR.soft}">${sentence}</p>`}`;
}

function factTable({ facts }: Outline): Markup {
  const rows = facts.map(
    ([name, value]) =>
      html`<tr>
        <th
          scope="row"
          align="left"
          style="padding:1px 12px 1px 0;font-weight:400;color:${COLOUR.dim};white-space:nowrap"
        >
          ${name}
        </th>
        <td style="padding:1px 0">${value}</td>
      </tr>`,
  );
  return html`<table cellpadding="0" cellspacing="0" style="margin:12px 0;font-size:13px">
    ${rows}
  </table>`;
}

function tallyTable({ tallies }: Outline): Markup | false {
  if (tallies.length === 0) return false;
  const cells = tallies.map(
    ([amount, label]) =>
      html`<td style="padding:7px 14px 7px 0;font-size:12px;color:${COLOUR.soft}">
        <b style="display:block;font-size:17px;line-height:22px;color:${COLOUR.ink}">${amount}</b
        >${label}
      </td>`,
  );
  return html`<table
    role="presentation"
    width="100%"
    cellpadding="0"
    cellspacing="0"
    style="border-top:1px solid ${COLOUR.line};border-bottom:1px solid ${COLOUR.line}"
  >
    <tr>
      ${cells}
    </tr>
  </table>`;
}

const remedy = ({ remedy: text }: Outline) =>
  text !== null && html`<p style="margin:12px 0 0">${text}</p>`;

function issueTable({ issues }: Outline): Markup | false {
  if (issues.rows.length === 0) return false;
  return html`${title("First issues")}${table(["Row", "Column", "Value", "Message"], issues.rows)}${issues.more > 0 && html`<p style="margin:4px 0 0;font-size:12px;color:${COLOUR.dim}">and ${issues.more} more</p>`}`;
}

function stepTable({ steps }: Outline): Markup | false {
  return (
    steps.length > 0 && html`${title("Steps")}${table(["Step", "Outcome", "Duration"], steps)}`
  );
}

function logBlock({ logLines }: Outline): Markup | false {
  if (logLines.length === 0) return false;
  const text = logLines.map((line) => html`${line}<br />`);
  return html`${title("Last lines of the log")}
    <div style="font-family:monospace;font-size:12px;line-height:18px;word-break:break-word">
      ${text}
    </div>`;
}

function actions({ links }: Outline): Markup {
  const shown = links.map(({ text, url }, at) =>
    at === 0
      ? html`<a
          href="${url}"
          style="display:inline-block;padding:8px 16px;margin-right:18px;border-radius:4px;background:${COLOUR.ink};color:#ffffff;font-weight:600;text-decoration:none"
          >${text}</a
        >`
      : html`<a href="${url}" style="margin-right:18px;color:${COLOUR.ink}">${text}</a>`,
  );
  return html`<p style="margin:16px 0 0">${shown}</p>`;
}

const title = (text: string) =>
  html`<h2 style="margin:14px 0 3px;font-size:13px;line-height:18px">${text}</h2>`;

function table(heads: string[], rows: string[][]): Markup {
  const headCells = heads.map(
    (text) =>
      html`<th
        scope="col"
        align="left"
        style="padding:3px 10px 3px 0;font-weight:400;color:${COLOUR.dim};border-bottom:1px solid ${COLOUR.line}"
      >
        ${text}
      </th>`,
  );
  const body = rows.map(
    (row) =>
      html`<tr>
        ${row.map((cell) => html`<td style="padding:3px 10px 3px 0;border-bottom:1px solid ${COLOUR.line};vertical-align:top;word-break:break-word">${cell}</td>`)}
      </tr>`,
  );
  return html`<table
    width="100%"
    cellpadding="0"
    cellspacing="0"
    style="font-size:12px;line-height:17px"
  >
    <tr>
      ${headCells}
    </tr>
    ${body}
  </table>`;
}
