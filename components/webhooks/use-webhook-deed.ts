"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useErrorText } from "@/components/ui/states";
import { ApiError } from "@/lib/client/api";

/** One change of webhooks: they are read again after it, and what went wrong comes as text. */
export function useWebhookDeed<T, V = void>(work: (input: V) => Promise<T>, done: (result: T) => void) {
  const client = useQueryClient();
  const errorText = useErrorText();
  const deed = useMutation({
    mutationFn: work,
    onSuccess: (result) => done(result),
    onSettled: () => client.invalidateQueries({ queryKey: ["webhooks"] }),
  });
  return {
    run: deed.mutate,
    reset: deed.reset,
    busy: deed.isPending,
    problem: deed.error instanceof ApiError ? deed.error : null,
    text: deed.error ? errorText(deed.error).text : undefined,
  };
}
