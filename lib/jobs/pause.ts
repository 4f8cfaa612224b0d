import { startLongTimer } from "@/lib/platform/long-timer";

/** Waits that can be cut short. A rouse while nobody waits is forgotten: the one who rouses leaves a mark of its own. */
export function createPause() {
  let rouse = () => {};
  return {
    rouse: () => rouse(),
    wait(ms: number): Promise<void> {
      return new Promise((resolve) => {
        const timer = startLongTimer(resolve, ms);
        rouse = () => {
          timer.clear();
          resolve();
        };
      });
    },
  };
}
