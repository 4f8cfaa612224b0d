"use client";
import { useTranslations } from "next-intl";
import { useId, useRef, useState } from "react";
import { SearchInput } from "@/components/ui/input";
import { readSearch } from "@/lib/log-records/values";
import { CompletionList } from "./completion-list";
import type { Search } from "./queries";
import { SearchHelp } from "./search-help";
import { SearchProblemText } from "./search-problem";
import { useCompletion } from "./use-completion";

const PROBLEM_ID = "logs-search-problem";
const MAX_CHARACTERS = 4_000;

type Props = {
  value: string;
  /** What the fields and values to choose from are taken from. */
  search: Search;
  /** What the server could not read, where the grammar could. */
  refused: string | null;
  onApply: (text: string) => void;
};

/** A line in the language of searches: it completes names and values, and Enter searches. What is wrong with it is said at once, and where. */
export function SearchBox({ value, search, refused, onApply }: Props) {
  const t = useTranslations("discover");
  const listId = useId();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(value);
  const [shownFor, setShownFor] = useState(value);
  if (shownFor !== value) {
    setShownFor(value);
    setDraft(value);
  }
  const input = () => form.current?.querySelector("input") ?? null;
  const completion = useCompletion({ text: draft, search });
  const { problem } = readSearch(draft);
  // Half a word is not called wrong while its other half is offered.
  const isHalf = problem !== null && problem.at >= draft.length && completion.isOpen;
  const isWrong = (problem !== null && !isHalf) || (refused !== null && draft === value);
  const take = (at: number) => {
    const taken = completion.take(at);
    if (!taken) return;
    setDraft(taken.text);
    requestAnimationFrame(() => input()?.setSelectionRange(taken.place, taken.place));
  };
  return (
    <form
      ref={form}
      className="grid min-w-0 flex-1 basis-80 gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        completion.close();
        if (problem === null) onApply(draft.trim());
      }}
      onKeyDownCapture={(event) => {
        if (event.target !== input() || event.nativeEvent.isComposing) return;
        if (!completion.onKey(event.code, take)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div className="flex min-w-0 items-center gap-1">
        <div className="relative min-w-0 flex-1">
          <SearchInput
            label={t("search")}
            placeholder={t("search_example")}
            clearLabel={t("clear")}
            className="w-full [&_input]:font-mono [&_input]:text-xs"
            value={draft}
            maxLength={MAX_CHARACTERS}
            spellCheck={false}
            autoComplete="off"
            role="combobox"
            aria-expanded={completion.isOpen}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={completion.active === null ? undefined : `${listId}-${completion.active}`}
            aria-invalid={isWrong || undefined}
            aria-describedby={isWrong ? PROBLEM_ID : undefined}
            onClick={(event) => completion.open(event.currentTarget.selectionStart ?? draft.length)}
            onBlur={completion.close}
            onChange={(next) => {
              setDraft(next);
              completion.open(input()?.selectionStart ?? next.length);
              if (next === "" && value !== "") onApply("");
            }}
          />
          {completion.isOpen ? (
            <CompletionList
              id={listId}
              label={t("completion")}
              choices={completion.choices}
              active={completion.active}
              onTake={take}
            />
          ) : null}
        </div>
        <SearchHelp />
      </div>
      {problem !== null && draft !== "" && !isHalf ? (
        <SearchProblemText id={PROBLEM_ID} text={draft} problem={problem} />
      ) : refused !== null && draft === value ? (
        <p id={PROBLEM_ID} role="alert" className="text-danger text-xs">
          {refused}
        </p>
      ) : null}
    </form>
  );
}
