"use client";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { isSingleKey, nextMatch, type Sequence } from "@/lib/client/hotkeys";

export type Hotkey = {
  /** By key place: "KeyJ", "mod+KeyK", "KeyG KeyP"; see lib/client/hotkeys. */
  keys: string;
  /** Translated text for the help dialog. */
  label: string;
  run: () => void;
  /** Also works while a text field has the focus. Only for keys with mod. */
  inInputs?: boolean | undefined;
};
type Registered = { current: readonly Hotkey[] };

const registry = new Set<Registered>();
const watchers = new Set<() => void>();
let snapshot: readonly Hotkey[] = [];
let pending: Sequence = { steps: [], at: 0 };

function changed(): void {
  snapshot = [...registry].flatMap((each) => each.current);
  for (const watcher of watchers) watcher();
}

const STORAGE_KEY = "gwanje.single-keys";

function singleKeysOn(): boolean {
  return localStorage.getItem(STORAGE_KEY) !== "off";
}

export function setSingleKeys(on: boolean): void {
  localStorage.setItem(STORAGE_KEY, on ? "on" : "off");
  changed();
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || (event.repeat && pending.steps.length > 0)) return;
  if (event.code === "Enter" && event.target instanceof Element && event.target.matches("a,button")) return;
  const typing = isTyping(event.target);
  const single = singleKeysOn();
  const open = [...registry]
    .flatMap((each) => each.current)
    .filter((binding) =>
      isSingleKey(binding.keys) ? single && !typing : !typing || binding.inInputs === true,
    );
  const match = nextMatch(open, pending, event, Date.now());
  pending = match.pending;
  if (!match.hit) return;
  event.preventDefault();
  match.hit.run();
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("[role=menu],[role=listbox],[role=dialog]")) return true;
  return target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [role=combobox]");
}

/** Registers keys while the component is mounted; the help dialog lists them. */
export function useHotkeys(bindings: readonly Hotkey[]): void {
  const latest = useRef<readonly Hotkey[]>(bindings);
  const signature = bindings.map((binding) => `${binding.keys}=${binding.label}`).join("\n");
  useEffect(() => {
    latest.current = bindings;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: registered again when the keys or their texts change
  useEffect(() => {
    const entry: Registered = latest;
    if (registry.size === 0) window.addEventListener("keydown", onKeyDown);
    registry.add(entry);
    changed();
    return () => {
      registry.delete(entry);
      if (registry.size === 0) window.removeEventListener("keydown", onKeyDown);
      changed();
    };
  }, [signature]);
}

const NONE: readonly Hotkey[] = [];
function watch(listener: () => void): () => void {
  watchers.add(listener);
  return () => watchers.delete(listener);
}

/** The registered keys, for the help dialog. */
export function useLiveHotkeys(): readonly Hotkey[] {
  return useSyncExternalStore(
    watch,
    () => snapshot,
    () => NONE,
  );
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore(watch, singleKeysOn, () => true);
}
