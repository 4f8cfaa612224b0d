"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { SearchInput } from "@/components/ui/input";
import { experimentPick } from "./queries";
import { useMoveDeed } from "./use-move-deed";

type Props = { runIds: readonly string[]; from: string; onClose: () => void; onDone: () => void };

/** Which experiment the selected runs go to. The notice afterwards undoes it. */
export function MoveDialog({ runIds, from, onClose, onDone }: Props) {
  const t = useTranslations("experiment_table");
  const common = useTranslations("common");
  const terms = useTranslations("experiments");
  const [part, setPart] = useState("");
  const [chosen, setChosen] = useState<{ id: string; name: string } | null>(null);
  const [children, setChildren] = useState(true);
  const list = useQuery(experimentPick(part));
  const found = list.data?.data.filter(({ id }) => id !== from) ?? [];
  const move = useMoveDeed();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("move_title", { count: runIds.length })}
      description={t("move_text")}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            variant="primary"
            busy={move.isPending}
            disabled={chosen === null}
            onClick={() => {
              if (!chosen) return;
              move.mutate(
                { runIds, to: chosen, children },
                {
                  onSuccess: () => {
                    onClose();
                    onDone();
                  },
                },
              );
            }}
          >
            {t("move")}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <SearchInput
          label={t("find_experiment")}
          clearLabel={terms("search_clear")}
          className="w-full"
          value={part}
          onChange={setPart}
        />
        <div role="radiogroup" aria-label={t("move_to")} className="grid max-h-64 gap-0.5 overflow-y-auto">
          {found.map(({ id, name }) => (
            <label
              key={id}
              className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 text-sm hover:bg-surface-2 has-checked:bg-accent-soft"
            >
              <input
                type="radio"
                name="experiment"
                className="accent-(--accent)"
                checked={chosen?.id === id}
                onChange={() => setChosen({ id, name })}
              />
              <span className="min-w-0 break-words">{name}</span>
            </label>
          ))}
          {list.data && found.length === 0 ? (
            <p className="px-2 py-4 text-center text-fg-muted text-sm">{t("no_experiment")}</p>
          ) : null}
        </div>
        <Checkbox label={t("with_children")} checked={children} onChange={setChildren} />
        {move.problem ? (
          <p role="alert" className="text-danger text-sm">
            {move.problem}
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}
