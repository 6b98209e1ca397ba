import type { Outline } from "./outline.ts";

const WIDTH = 76;

/** The plain part: the same facts, lines of at most 76 characters, addresses on lines of their own. */
export function textPart(outline: Outline): string {
  const { headline, sentence, facts, tallies, remedy, issues, steps, logLines, links, foot } =
    outline;
  const blocks = [
    [headline, ...wrap(sentence)],
    facts.map(([name, value]) => `${`${name}:`.padEnd(12)}${value}`),
    tallies.map(([amount, label]) => `${amount.padStart(12)}  ${label}`),
    wrap(remedy),
    section(
      "First issues",
      issues.rows.flatMap((row) => wrap(`- ${row.filter(Boolean).join(", ")}`)),
      issues.more,
    ),
    section(
      "Steps",
      steps.map((step) => `- ${step.filter(Boolean).join(", ")}`),
    ),
    section(
      "Last lines of the log",
      logLines.flatMap((line) => wrap(line)),
    ),
    links.flatMap(({ text, url }) => [`${text}:`, url]),
    ["-- ", ...wrap(foot)],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

function section(title: string, lines: string[], more = 0): string[] {
  if (lines.length === 0) return [];
  return [title, ...lines, ...(more > 0 ? [`and ${more} more`] : [])];
}

/** Words over lines; a word that is longer than a line is cut into pieces. */
function wrap(text: string | null): string[] {
  if (!text) return [];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).flatMap(pieces)) {
    if (line && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}

const pieces = (word: string) => word.match(new RegExp(`.{1,${WIDTH}}`, "gu")) ?? [];
