import { AsyncLocalStorage } from "node:async_hooks";
import type { Actor } from "@/lib/platform/context";

/** What the server learns of a request while Next answers it. */
export type CallerNote = { actor: Actor | null };

declare global {
  var gwanjeCallers: AsyncLocalStorage<CallerNote> | undefined;
}

/** On globalThis, because Next loads this module several times. */
export function callerNotes(): AsyncLocalStorage<CallerNote> {
  globalThis.gwanjeCallers ??= new AsyncLocalStorage<CallerNote>();
  return globalThis.gwanjeCallers;
}

/** Says to the line of this request in the log who calls. Outside of a request it says it to nobody. */
export function noteCaller(actor: Actor): void {
  const note = callerNotes().getStore();
  if (note) note.actor = actor;
}
