"use client";
import { CircleHelp } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { SearchInput } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";

const FilterHints = dynamic(() => import("./filter-hints").then((module) => module.FilterHints), {
  ssr: false,
});

const PROBLEM_ID = "runs-filter-problem";

type Props = {
  experimentId: string;
  value: string;
  /** The server could not read it: FilterProblem says why. */
  isWrong: boolean;
  onApply: (filter: string) => void;
};

/** A line in MLflow's filter language: Enter searches. */
export function FilterBar({ experimentId, value, isWrong, onApply }: Props) {
  const t = useTranslations("experiments");
  const [draft, setDraft] = useState(value);
  const [hints, setHints] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  return (
    <form
      ref={form}
      className="min-w-0 flex-1 basis-72"
      onSubmit={(event) => {
        event.preventDefault();
        onApply(draft.trim());
      }}
    >
      <div className="flex min-w-0 items-center gap-1">
        <SearchInput
          label={t("filter")}
          placeholder={t("filter_example")}
          clearLabel={t("search_clear")}
          className="w-full min-w-0 flex-1 [&_input]:font-mono [&_input]:text-xs"
          value={draft}
          maxLength={4_000}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={isWrong || undefined}
          aria-describedby={isWrong ? PROBLEM_ID : undefined}
          onChange={(next) => {
            setDraft(next);
            if (next === "" && value !== "") onApply("");
          }}
        />
        <Popover
          open={hints}
          onOpenChange={setHints}
          align="end"
          label={t("filter_help")}
          className="w-96"
          trigger={<IconButton icon={CircleHelp} label={t("filter_help")} />}
        >
          <FilterHints
            experimentId={experimentId}
            onInsert={(text) => {
              setDraft((old) => `${old.trimEnd()} ${text} `.trimStart());
              setHints(false);
              requestAnimationFrame(() => form.current?.querySelector("input")?.focus());
            }}
          />
        </Popover>
      </div>
    </form>
  );
}

/** What the server could not read in a filter, and where. */
export function FilterProblem({ filter, detail, at }: { filter: string; detail: string; at: number }) {
  return (
    <div id={PROBLEM_ID} role="alert" className="-mt-2 grid min-w-0 gap-0.5 text-danger text-xs">
      <p>{detail}</p>
      {at > 0 ? <Pointed text={filter} at={at - 1} /> : null}
    </div>
  );
}

/** So much of the filter is shown before the place. */
const BEFORE = 60;

/** The filter with the place marked from which it could not be read. */
function Pointed({ text, at }: { text: string; at: number }) {
  const rest = text.slice(at) || " ";
  return (
    <code className="truncate text-fg-muted">
      {text.slice(Math.max(0, at - BEFORE), at)}
      <mark className="rounded-sm bg-danger-soft text-danger underline decoration-wavy">
        {rest === " " ? "\u00a0" : rest.slice(0, 20)}
      </mark>
    </code>
  );
}
