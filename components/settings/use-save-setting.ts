"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, api, type ReplySchema } from "@/lib/client/api";
import type { SettingArea } from "./queries";

type Options<V> = {
  area: SettingArea;
  reply: ReplySchema<V>;
  /** The setting as it was read; null for a new one. */
  target: (V & { version: number }) | null;
  id: string;
  onSaved: () => void;
};

/**
 * Saves against the version that was read. When another person saved first, nothing is written: `standing` has the
 * present values, and saving again replaces them.
 */
export function useSaveSetting<V extends { version: number }>({
  area,
  reply,
  target,
  id,
  onSaved,
}: Options<V>) {
  const client = useQueryClient();
  const [standing, setStanding] = useState<V | null>(null);
  const base = standing ?? target;
  const save = useMutation({
    mutationFn: (body: Record<string, unknown>) =>
      base
        ? api.patch(`/${area}/${encodeURIComponent(id)}`, reply, {
            body,
            headers: { "if-match": `"${base.version}"` },
          })
        : api.post(`/${area}`, reply, { body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [area] });
      onSaved();
    },
    onError: (error) => {
      if (!(error instanceof ApiError) || error.code !== "STALE") return;
      const current = reply.safeParse(error.current);
      if (current.success) setStanding(current.data);
      void client.invalidateQueries({ queryKey: [area] });
    },
  });
  const problem = save.error instanceof ApiError ? save.error : null;
  const field = (pointer: string) => problem?.field(pointer);
  const general =
    save.error && problem?.code !== "STALE" && !problem?.errors.length ? save.error.message : undefined;
  return { save: save.mutate, busy: save.isPending, standing, field, general };
}
