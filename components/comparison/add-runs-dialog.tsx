"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { experimentQueries } from "@/components/experiments/queries";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { SearchInput } from "@/components/ui/input";
import { LoadMore } from "@/components/ui/load-more";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { MOST_RUNS } from "@/lib/comparison/values";

type Props = {
  runIds: readonly string[];
  /** Where the search begins. */
  experimentId: string | null;
  onAdd: (runIds: readonly string[]) => void;
  onClose: () => void;
};

/** Finds further runs by name, in any experiment. */
export function AddRunsDialog({ runIds, experimentId, onAdd, onClose }: Props) {
  const t = useTranslations("comparison");
  const common = useTranslations("common");
  const [experiment, setExperiment] = useState(experimentId);
  const [part, setPart] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const experiments = useInfiniteQuery(experimentQueries.pages("", "active"));
  const options = (experiments.data?.pages ?? []).flatMap(({ data }) =>
    data.map(({ id, name }) => ({ value: id, label: name })),
  );
  const at = experiment ?? options[0]?.value ?? null;
  const room = MOST_RUNS - runIds.length - chosen.length;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("add_runs")}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            variant="primary"
            disabled={chosen.length === 0}
            onClick={() => {
              onAdd(chosen);
              onClose();
            }}
          >
            {t("add_count", { count: chosen.length })}
          </Button>
        </>
      }
    >
      <div className="grid gap-3 pt-1">
        <div className="grid gap-2 sm:grid-cols-2">
          <Select
            label={t("experiment")}
            options={options}
            value={at ?? undefined}
            onChange={setExperiment}
            placeholder={t("experiment")}
          />
          <SearchInput label={t("find_run")} clearLabel={t("search_clear")} value={part} onChange={setPart} />
        </div>
        {at === null ? (
          <Skeleton className="h-40" />
        ) : (
          <Runs
            experimentId={at}
            part={part}
            isTaken={(id) => runIds.includes(id)}
            isChosen={(id) => chosen.includes(id)}
            isFull={room <= 0}
            onToggle={(id, on) => setChosen(on ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />
        )}
      </div>
    </Dialog>
  );
}

type RunsProps = {
  experimentId: string;
  part: string;
  isTaken: (id: string) => boolean;
  isChosen: (id: string) => boolean;
  isFull: boolean;
  onToggle: (id: string, on: boolean) => void;
};

function Runs({ experimentId, part, isTaken, isChosen, isFull, onToggle }: RunsProps) {
  const t = useTranslations("comparison");
  const list = useInfiniteQuery(
    experimentQueries.runs(experimentId, {
      filter: nameFilter(part),
      order: "",
      keys: [],
      lifecycle: "active",
    }),
  );
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton className="h-40" />;
  const rows = list.data.pages.flatMap(({ data }) => data);
  return (
    <fieldset className="grid max-h-[50dvh] gap-1 overflow-y-auto">
      <legend className="sr-only">{t("add_runs")}</legend>
      {rows.map((run) => (
        <Checkbox
          key={run.id}
          label={run.name}
          checked={isTaken(run.id) || isChosen(run.id)}
          disabled={isTaken(run.id) || (isFull && !isChosen(run.id))}
          onChange={(on) => onToggle(run.id, on)}
        />
      ))}
      {rows.length === 0 ? <p className="text-fg-muted text-sm">{t("no_runs")}</p> : null}
      <LoadMore
        shown={rows.length}
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </fieldset>
  );
}

/** A part of a name in the filter language; its wild cards and quotes stand for themselves as far as the language can say so. */
function nameFilter(part: string): string {
  const text = part.trim();
  if (text === "") return "";
  const quote = text.includes("'") ? '"' : "'";
  return `attributes.run_name ILIKE ${quote}%${text.replaceAll(quote, "_").replaceAll("%", "_")}%${quote}`;
}
