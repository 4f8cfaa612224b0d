"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useErrorText } from "@/components/ui/states";
import { ApiError } from "@/lib/client/api";

/**
 * One change of endpoints: everything of them is read again after it, and what went wrong comes as text or at its field. A page that
 * is left with it does not read again what is gone.
 */
export function useEndpointDeed<T, V = void>(
  work: (input: V) => Promise<T>,
  done: (result: T) => void,
  { isLeft = false } = {},
) {
  const client = useQueryClient();
  const errorText = useErrorText();
  const mutation = useMutation({
    mutationFn: work,
    onSuccess: done,
    onSettled: (_, error) =>
      client.invalidateQueries({
        queryKey: ["endpoints"],
        refetchType: isLeft && !error ? "none" : "active",
      }),
  });
  const refusal = mutation.error instanceof ApiError ? mutation.error : null;
  const text = mutation.error ? errorText(mutation.error).text : undefined;
  return {
    run: mutation.mutate,
    busy: mutation.isPending,
    /** Of a field, or of a part of it. */
    field: (pointer: string) =>
      refusal?.errors.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))?.detail,
    text,
    /** What belongs to no field. */
    general: refusal?.errors.length ? undefined : text,
  };
}
