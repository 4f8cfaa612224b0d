"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useErrorText } from "@/components/ui/states";

/** One change of the registry: everything of models is read again after it, and what went wrong comes as text. */
export function useDeed<T, V = void>(work: (input: V) => Promise<T>, done: (result: T) => void) {
  const client = useQueryClient();
  const errorText = useErrorText();
  const mutation = useMutation({
    mutationFn: work,
    onSuccess: async (result) => {
      done(result);
      await client.invalidateQueries({ queryKey: ["models"] });
    },
  });
  return {
    run: mutation.mutate,
    busy: mutation.isPending,
    error: mutation.error,
    text: mutation.error ? errorText(mutation.error).text : undefined,
  };
}
