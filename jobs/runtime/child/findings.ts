import type { Issue } from "#lib/job-types/define.ts";
import type { PendingIssue, PendingRow } from "#lib/runs/pending.ts";
import { clipped, storable } from "#lib/text/storable.ts";

const TEXT_MAX = 1_000;
const CODE_MAX = 64;
const NAME_MAX = 200;

type Seqs = { issueSeq: number; refusedSeq: number };
export type FindingsMark = Seqs & { issues: number; refused: number };

/** Issues and refused rows with the run's own numbers; they wait here until they are written. */
export class Findings {
  #issues: PendingIssue[] = [];
  #refused: PendingRow[] = [];
  #seqs: Seqs;

  constructor({ issueSeq, refusedSeq }: Seqs) {
    this.#seqs = { issueSeq, refusedSeq };
  }

  get seqs(): Seqs {
    return { ...this.#seqs };
  }

  get waitingCount(): number {
    return this.#issues.length;
  }

  add({ severity, code, message, row, column, value, cells }: Issue): void {
    this.#seqs.issueSeq += 1;
    this.#issues.push({
      seq: this.#seqs.issueSeq,
      severity,
      code: code.slice(0, CODE_MAX),
      message: clipped(message, TEXT_MAX),
      row,
      column: column === undefined ? undefined : clipped(column, NAME_MAX),
      value: value === undefined ? undefined : clipped(value, TEXT_MAX),
    });
    if (cells && row !== undefined) this.#refuse(row, cells, message);
  }

  /** A row that was refused for several reasons is kept once. */
  #refuse(row: number, cells: readonly string[], reason: string): void {
    const last = this.#refused.at(-1);
    if (last?.row === row) {
      last.reason = clipped(`${last.reason} ${reason}`, TEXT_MAX * 4);
      return;
    }
    this.#seqs.refusedSeq += 1;
    const seq = this.#seqs.refusedSeq;
    this.#refused.push({ seq, row, cells: cells.map(storable), reason: clipped(reason, TEXT_MAX) });
  }

  /** What waits, and what to call when it was written. */
  waiting(): { issues: PendingIssue[]; refused: PendingRow[]; written: () => void } {
    const [issues, refused] = [[...this.#issues], [...this.#refused]];
    const written = () => {
      this.#issues.splice(0, issues.length);
      this.#refused.splice(0, refused.length);
    };
    return { issues, refused, written };
  }

  mark(): FindingsMark {
    return { ...this.#seqs, issues: this.#issues.length, refused: this.#refused.length };
  }

  reset({ issues, refused, issueSeq, refusedSeq }: FindingsMark): void {
    this.#issues.splice(issues);
    this.#refused.splice(refused);
    this.#seqs = { issueSeq, refusedSeq };
  }
}
