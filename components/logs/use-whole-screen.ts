import { type RefObject, useEffect, useState } from "react";
import { useHotkeys } from "@/components/keyboard/use-hotkeys";

/**
 * An element that may cover the window, by the key `f`, until Escape. Everything else is inert meanwhile, so that Tab stays
 * in what is seen.
 */
export function useWholeScreen(element: RefObject<HTMLElement | null>, label: string) {
  const [isWhole, setWhole] = useState(false);
  useHotkeys([{ keys: "KeyF", label, run: () => setWhole(!isWhole) }]);
  useEffect(() => {
    if (!isWhole) return;
    const around = element.current ? elementsAround(element.current) : [];
    for (const one of around) one.inert = true;
    const leave = (event: KeyboardEvent) => {
      // A search that is written takes the first Escape for itself.
      if (event.code === "Escape" && !isBusy(event.target)) setWhole(false);
    };
    window.addEventListener("keydown", leave, true);
    return () => {
      for (const one of around) one.inert = false;
      window.removeEventListener("keydown", leave, true);
    };
  }, [isWhole, element]);
  return [isWhole, setWhole] as const;
}

function isBusy(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.value !== "";
}

/** What stands beside the element and beside all that holds it, and was not inert before. */
function elementsAround(element: HTMLElement): HTMLElement[] {
  const around: HTMLElement[] = [];
  for (let at = element; at !== document.body && at.parentElement; at = at.parentElement)
    for (const one of at.parentElement.children)
      if (one !== at && one instanceof HTMLElement && !one.inert) around.push(one);
  return around;
}
