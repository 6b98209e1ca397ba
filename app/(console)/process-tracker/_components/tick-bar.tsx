"use client";

import { useEffect } from "react";
import type { ChosenRun } from "#lib/runs/choose-all.ts";
import { MANY_MAX, seenText, type ManyDeed } from "#lib/runs/seen-input.ts";
import { count } from "#lib/text/numbers.ts";
import { AllThatMatch } from "../../../_ui/all-that-match.tsx";
import { Deed } from "../../../_ui/deed.tsx";
import { TickForm } from "../../../_ui/tick-form.tsx";
import { loadDialog } from "./many-question.tsx";
import { DEED } from "./many-words.ts";
import { ticked } from "./ticked.ts";
import type { ManyState } from "./use-many.ts";

type Props = {
  chosen: ChosenRun[];
  /** Numbers of the runs of this page. */
  page: number[];
  many: ManyState;
  scope: ManyScope;
  /** Query string of the list. */
  list: string;
};

/** What the viewer may do to many runs, and the list that they come from. */
export type ManyScope = {
  /** Those that his roles allow somewhere. */
  deeds: ManyDeed[];
  /** How many match the filters. */
  total: number;
  /** The total as it is shown: "10,000+". */
  shownTotal: string;
  first: "newest" | "oldest";
};

/** What can be done with the ticked runs. The boxes in the rows belong to its form; each deed asks first, with numbers. */
export function TickBar({ chosen, page, many, scope, list }: Props) {
  const elsewhere = chosen.filter(({ id }) => !page.includes(id));
  const isAny = chosen.length > 0;
  useEffect(() => {
    if (isAny) void loadDialog().catch(() => undefined);
  }, [isAny]);
  const allHere = page.length > 0 && chosen.length === page.length && elsewhere.length === 0;
  const deeds = scope.deeds.map((deed) => (
    <DeedButton key={deed} deed={deed} chosen={chosen} busy={many.busy} />
  ));
  return (
    <TickForm
      count={chosen.length}
      noun="run"
      send={many.send}
      onSubmit={many.onSubmit}
      fields={
        <>
          <input type="hidden" name="step" value="count" />
          {elsewhere.length > 0 && (
            <input type="hidden" name="runs" value={elsewhere.map(seenText).join(",")} />
          )}
        </>
      }
      refused={many.refused}
      note={
        allHere && scope.total > page.length ? (
          <All here={page.length} scope={scope} list={list} />
        ) : (
          noteOf(chosen.length, elsewhere.length, scope)
        )
      }
      onClear={ticked.clear}
      deeds={deeds}
    />
  );
}

function All({ here, scope, list }: Pick<Props, "scope" | "list"> & { here: number }) {
  const { total, shownTotal, first } = scope;
  return (
    <AllThatMatch
      here={here}
      words={
        total > MANY_MAX
          ? `Select the ${first} ${count(MANY_MAX)} of ${shownTotal} that match`
          : `Select all ${shownTotal} that match`
      }
      address={`/api/runs/matching?${list}`}
      onAll={(answer: { runs: ChosenRun[] }) => ticked.set(answer.runs, true)}
    />
  );
}

function noteOf(chosen: number, elsewhere: number, scope: ManyScope): string | undefined {
  if (chosen === MANY_MAX && scope.total > MANY_MAX)
    return `the ${scope.first} ${count(MANY_MAX)} of ${scope.shownTotal}; do the rest after these`;
  if (chosen > MANY_MAX) return `at most ${count(MANY_MAX)} at once`;
  if (elsewhere === 0) return undefined;
  return `${elsewhere === chosen ? "all" : count(elsewhere)} of them not on this page`;
}

type ButtonProps = { deed: ManyDeed; chosen: ChosenRun[]; busy: ManyState["busy"] };

/** Before scripts run nobody knows how many are ticked: then all deeds stand there and can be pressed. */
function DeedButton({ deed, chosen, busy }: ButtonProps) {
  const able = chosen.filter(({ may }) => (deed === "stop" ? may.stop || may.cancel : may[deed]));
  const isOff = chosen.length > 0 && able.length === 0;
  const isBusy = busy?.deed === deed;
  return (
    <Deed
      deed={deed}
      busy={isBusy}
      pending={isBusy && busy.step === "do" ? DEED[deed].pending : "Counting…"}
      variant={deed === "retry" && !isOff ? "primary" : undefined}
      keys={KEYS[deed]}
      disabledReason={isOff ? WHY_NOT[deed] : undefined}
    >
      {DEED[deed].label} {able.length > 0 ? count(able.length) : ""}
    </Deed>
  );
}

const KEYS: Partial<Record<ManyDeed, string>> = { stop: "s", retry: "r" };

const WHY_NOT: Record<ManyDeed, string> = {
  stop: "None of them waits or is in progress and may be stopped.",
  retry: "None of them has failed, was stopped or cancelled and may be retried.",
  settle: "None of them is unfinished, failed or stopped and may be set to done.",
};
