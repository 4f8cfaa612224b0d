"use client";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Toolbar } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { RUN_TYPES } from "@/lib/runs/values";
import { runListQueries } from "./queries";
import { TimePicker } from "./time-picker";
import type { ListView } from "./use-list-view";

/** Stands for no filter in a select, whose values must not be empty. */
const ANY = " any";
/** Stands for several values, which a link or a saved view has. */
const SEVERAL = " several";

type Props = {
  view: ListView;
  /** What the text looks through. */
  textHint: string;
  /** Further fields of the list. */
  children?: ReactNode;
  end?: ReactNode;
};

/** The fields by which runs are chosen. What only a link can set is a chip that a click removes. */
export function RunFilterBar({ view, textHint, children, end }: Props) {
  const t = useTranslations("run_list");
  const runs = useTranslations("runs");
  const { filter, change } = view;
  const facets = useQuery(runListQueries.facets()).data;
  return (
    <>
      <Toolbar end={end}>
        <TextFilter
          key={filter.q ?? ""}
          value={filter.q ?? ""}
          hint={textHint}
          onApply={(q) => change({ q })}
        />
        <TimePicker view={view} />
        <OneOf
          label={t("pipeline")}
          any={t("any_pipeline")}
          value={filter.pipeline}
          options={named(facets?.pipelines, filter.pipeline)}
          onChange={(pipeline) => change({ pipeline: pipeline === null ? null : [pipeline] })}
        />
        <OneOf
          label={t("type")}
          any={t("any_type")}
          value={filter.type}
          options={RUN_TYPES.map((value) => ({ value, label: runs(`types.${value}`) }))}
          onChange={(type) => change({ type: type === null ? null : [type] })}
        />
        {(facets?.tags.length ?? 0) > 0 || filter.tag ? (
          <OneOf
            label={t("tag")}
            any={t("any_tag")}
            value={filter.tag === null ? null : [filter.tag]}
            options={named(facets?.tags, filter.tag === null ? null : [filter.tag])}
            onChange={(tag) => change({ tag })}
          />
        ) : null}
        {(facets?.people.length ?? 0) > 0 || filter.by ? (
          <OneOf
            label={t("person")}
            any={t("any_person")}
            value={filter.by === null ? null : [filter.by]}
            options={named(facets?.people, filter.by === null ? null : [filter.by])}
            onChange={(by) => change({ by })}
          />
        ) : null}
        {children}
        {filter.backfill ? (
          <FilterChip text={runs("one_backfill")} onRemove={() => change({ backfill: null })} />
        ) : null}
        {filter.version ? (
          <FilterChip
            text={runs("version_number", { number: filter.version })}
            onRemove={() => change({ version: null })}
          />
        ) : null}
        {filter.queue ? (
          <FilterChip
            text={t("of_queue", { queue: filter.queue })}
            onRemove={() => change({ queue: null })}
          />
        ) : null}
        {filter.pool ? (
          <FilterChip text={t("of_pool", { pool: filter.pool })} onRemove={() => change({ pool: null })} />
        ) : null}
        {filter.worker ? (
          <FilterChip
            text={t("on_worker", { worker: filter.worker })}
            onRemove={() => change({ worker: null })}
          />
        ) : null}
      </Toolbar>
      {facets?.more ? <p className="text-fg-subtle text-xs">{t("more_facets")}</p> : null}
    </>
  );
}

/** The names to choose from, with those of a link that are not among them. */
function named(names: readonly string[] | undefined, chosen: readonly string[] | null) {
  return [...new Set([...(chosen ?? []), ...(names ?? [])])]
    .toSorted((one, other) => one.localeCompare(other))
    .map((value) => ({ value, label: value }));
}

type OneOfProps = {
  label: string;
  any: string;
  value: readonly string[] | null;
  options: readonly { value: string; label: string }[];
  onChange: (value: string | null) => void;
};

export function OneOf({ label, any, value, options, onChange }: OneOfProps) {
  const t = useTranslations("run_list");
  const several = (value?.length ?? 0) > 1;
  return (
    <Select
      label={label}
      className="w-36"
      value={several ? SEVERAL : (value?.[0] ?? ANY)}
      onChange={(next) => {
        if (next !== SEVERAL) onChange(next === ANY ? null : next);
      }}
      options={[
        { value: ANY, label: any },
        ...(several ? [{ value: SEVERAL, label: t("several", { count: value?.length ?? 0 }) }] : []),
        ...options,
      ]}
    />
  );
}

function TextFilter({
  value,
  hint,
  onApply,
}: {
  value: string;
  hint: string;
  onApply: (text: string | null) => void;
}) {
  const t = useTranslations("run_list");
  const [draft, setDraft] = useState(value);
  const apply = (text: string) => onApply(text.trim() === "" ? null : text.trim());
  return (
    <form
      className="min-w-48 flex-1 basis-56"
      onSubmit={(event) => {
        event.preventDefault();
        apply(draft);
      }}
    >
      <SearchInput
        label={hint}
        clearLabel={t("clear_text")}
        className="w-full"
        value={draft}
        maxLength={200}
        autoComplete="off"
        onChange={(next) => {
          setDraft(next);
          if (next === "" && value !== "") apply("");
        }}
      />
    </form>
  );
}

function FilterChip({ text, onRemove }: { text: string; onRemove: () => void }) {
  const t = useTranslations("runs");
  return (
    <Button aria-label={t("remove_filter", { filter: text })} onClick={onRemove}>
      {text}
      <X aria-hidden />
    </Button>
  );
}
