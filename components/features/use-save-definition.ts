"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "@/components/ui/toaster";
import { ApiError, api, type ReplySchema } from "@/lib/client/api";
import { AREA_PATH, type DefinitionArea, definitionPath } from "./areas";

type Definition = { name: string; version: number };
type Options<V> = {
  area: DefinitionArea;
  reply: ReplySchema<V>;
  /** As it was read; null for a new one. */
  target: V | null;
  savedText: (name: string) => string;
  onSaved: (saved: V) => void;
};

/** Saves against the version that was read. When another person saved first, `standing` has what holds now; saving again replaces it. */
export function useSaveDefinition<V extends Definition>(options: Options<V>) {
  const { area, reply, target, savedText, onSaved } = options;
  const client = useQueryClient();
  const [standing, setStanding] = useState<V | null>(null);
  // What was read again meanwhile is not what was typed over.
  const [read] = useState(target);
  const base = standing ?? read;
  const readAgain = () => client.invalidateQueries({ queryKey: ["features"] });
  const save = useMutation({
    mutationFn: (body: Record<string, unknown>) =>
      base
        ? api.patch(definitionPath(area, base.name), reply, {
            body,
            headers: { "if-match": `"${base.version}"` },
          })
        : api.post(`/features/${AREA_PATH[area]}`, reply, { body }),
    onSuccess: async (saved) => {
      await readAgain();
      toast.success(savedText(saved.name));
      onSaved(saved);
    },
    onError: (error) => {
      if (!(error instanceof ApiError) || error.code !== "STALE") return;
      const current = reply.safeParse(error.current);
      if (current.success) setStanding(current.data);
      void readAgain();
    },
  });
  const error = save.error instanceof ApiError ? save.error : null;
  const field = (pointer: string) => error?.field(pointer);
  /** Also what belongs to a part of a field, such as one of many. */
  const under = (pointer: string) =>
    error?.errors.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))?.detail;
  const general =
    save.error && error?.code !== "STALE" && !error?.errors.length ? save.error.message : undefined;
  return { save: save.mutate, busy: save.isPending, standing, error, field, under, general };
}
