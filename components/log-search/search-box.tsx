"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SearchInput } from "@/components/ui/input";
import { readSearch } from "@/lib/log-records/values";
import { SearchHelp } from "./search-help";
import { SearchProblemText } from "./search-problem";

const PROBLEM_ID = "logs-search-problem";
const MAX_CHARACTERS = 4_000;

type Props = {
  value: string;
  /** What the server could not read, where the grammar could. */
  refused: string | null;
  onApply: (text: string) => void;
};

/** A line in the language of searches: Enter searches. What is wrong with it is said while it is typed, and where. */
export function SearchBox({ value, refused, onApply }: Props) {
  const t = useTranslations("discover");
  const [draft, setDraft] = useState(value);
  const [shownFor, setShownFor] = useState(value);
  if (shownFor !== value) {
    setShownFor(value);
    setDraft(value);
  }
  const { problem } = readSearch(draft);
  const isWrong = problem !== null || (refused !== null && draft === value);
  return (
    <form
      className="grid min-w-0 flex-1 basis-80 gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null) onApply(draft.trim());
      }}
    >
      <div className="flex min-w-0 items-center gap-1">
        <SearchInput
          label={t("search")}
          placeholder={t("search_example")}
          clearLabel={t("clear")}
          className="w-full min-w-0 flex-1 [&_input]:font-mono [&_input]:text-xs"
          value={draft}
          maxLength={MAX_CHARACTERS}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={isWrong || undefined}
          aria-describedby={isWrong ? PROBLEM_ID : undefined}
          onChange={(next) => {
            setDraft(next);
            if (next === "" && value !== "") onApply("");
          }}
        />
        <SearchHelp />
      </div>
      {problem !== null && draft !== "" ? (
        <SearchProblemText id={PROBLEM_ID} text={draft} problem={problem} />
      ) : refused !== null && draft === value ? (
        <p id={PROBLEM_ID} role="alert" className="text-danger text-xs">
          {refused}
        </p>
      ) : null}
    </form>
  );
}
