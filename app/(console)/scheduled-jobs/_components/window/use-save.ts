"use client";

import { useRouter } from "next/navigation";
import {
  startTransition,
  useActionState,
  useEffect,
  useRef,
  useState,
  type SubmitEvent,
} from "react";
import type { ActionState } from "../../../../_server/action.ts";
import type { FormAction } from "../../../../_ui/action-form.tsx";
import { useUnsaved } from "./unsaved.ts";

type Asked<Stored extends { version: number }, Draft> = {
  action: FormAction;
  /** As the server has it now. */
  stored: Stored;
  draftOf: (stored: Stored) => Draft;
  /** What a refused form held, for a page that came back without scripts. */
  draftFrom: (values: Record<string, string>, otherwise: Draft) => Draft;
  changesOf: (before: Draft, now: Draft) => string[];
};

export type Save<Stored, Draft> = {
  /** What the form was opened with; its version is what a save replaces. */
  base: Stored;
  draft: Draft;
  set: (changes: Partial<Draft>) => void;
  undo: () => void;
  changes: string[];
  state: ActionState | undefined;
  busy: boolean;
  /** Somebody else has changed it since the form was opened, and nothing was sent yet. */
  outdated: boolean;
  send: (form: FormData) => void;
  submit: (event: SubmitEvent<HTMLFormElement>) => void;
};

/**
 * A form of the window: what was opened, what is typed, what a save said. A save that comes too late is refused with the other's
 * change; what was typed stays, and the next save is made to what stands there now.
 */
export function useSave<Stored extends { version: number }, Draft>(
  asked: Asked<Stored, Draft>,
): Save<Stored, Draft> {
  const { stored, draftOf, changesOf } = asked;
  const [state, act, busy] = useActionState(asked.action, undefined);
  const [base, setBase] = useState(stored);
  const [draft, setDraft] = useState(() =>
    state?.ok === false ? asked.draftFrom(state.values, draftOf(stored)) : draftOf(stored),
  );
  const [settled, setSettled] = useState<ActionState>();
  const changes = changesOf(draftOf(base), draft);
  useUnsaved(changes.length > 0);
  const isOwn = state?.ok === true && versionOf(state) === stored.version;
  const wasTold = state?.ok === false && state !== settled;
  if (stored.version !== base.version && (isOwn || wasTold || changes.length === 0)) {
    setBase(stored);
    setSettled(state);
    // After a refusal the typed plan stays and is compared with what stands there now.
    if (!wasTold) setDraft(draftOf(stored));
  }
  useNewsAfterRefusal(state);
  const send = (form: FormData) => startTransition(() => act(form));
  return {
    base,
    draft,
    changes,
    state,
    busy,
    send: act,
    outdated: stored.version !== base.version && !isOwn,
    set: (some) => setDraft((before) => ({ ...before, ...some })),
    undo: () => setDraft(draftOf(base)),
    submit: (event) => {
      // React would reset the form after the answer: sent by hand, it keeps what was typed.
      event.preventDefault();
      send(new FormData(event.currentTarget));
    },
  };
}

const versionOf = (state: { value?: unknown }) => (state.value as { version: number }).version;

/** A refusal without fields may mean that the row has changed: it is read anew. */
function useNewsAfterRefusal(state: ActionState | undefined) {
  const router = useRouter();
  const first = useRef(state);
  useEffect(() => {
    if (state === first.current || state?.ok !== false) return;
    if (Object.keys(state.fields).length === 0) router.refresh();
  }, [state, router]);
}
