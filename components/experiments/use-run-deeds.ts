"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { deleteRuns, restoreRuns } from "./queries";

/** The API changes at most so many in one call. */
const MOST_AT_ONCE = 500;

/** Deletes and restores at once; the notice undoes exactly what this has changed. */
export function useRunDeeds() {
  const t = useTranslations("experiments");
  const common = useTranslations("common");
  const client = useQueryClient();
  const errorText = useErrorText();
  const ways = {
    remove: { work: deleteRuns, words: "runs_deleted", back: restoreRuns },
    restore: { work: restoreRuns, words: "runs_restored", back: deleteRuns },
  } as const;
  async function move(way: keyof typeof ways, runIds: readonly string[], onDone?: () => void) {
    const { work, words, back } = ways[way];
    const read = () => client.invalidateQueries({ queryKey: ["experiments"] });
    try {
      const changed = await inParts(work, runIds);
      onDone?.();
      await read();
      toast.success(t(words, { count: changed.length }), {
        action: {
          label: common("undo"),
          onClick: () =>
            void inParts(back, changed).then(read, (error: unknown) => toast.error(errorText(error).text)),
        },
      });
    } catch (error) {
      toast.error(errorText(error).text);
    }
  }
  return {
    remove: (runIds: readonly string[], onDone?: () => void) => void move("remove", runIds, onDone),
    restore: (runIds: readonly string[], onDone?: () => void) => void move("restore", runIds, onDone),
  };
}

async function inParts(work: typeof deleteRuns, runIds: readonly string[]): Promise<string[]> {
  const changed: string[] = [];
  for (let from = 0; from < runIds.length; from += MOST_AT_ONCE)
    changed.push(...(await work(runIds.slice(from, from + MOST_AT_ONCE))).changed);
  return changed;
}
