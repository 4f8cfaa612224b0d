import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import type { Command } from "../arguments";
import { CONNECTION, connect } from "../connection";
import { EXIT, type Exit } from "../failure";
import type { Context } from "../terminal";

const LOOK_MS = 1_000;

const Repaired = z.object({
  view: z.string(),
  lost_rows: z.number().nullable(),
  not_restored: z.enum(["nothing", "pushes", "everything"]),
  is_waiting: z.boolean(),
  repair: z
    .object({ state: z.string(), rows: z.number().nullable(), error: z.string().nullable() })
    .nullable(),
});
type Repaired = z.infer<typeof Repaired>;
const Answer = z.object({ data: z.array(Repaired) });

/** Restores the online store, and stays until that has ended. Stopped, it goes on without this command. */
export const repairFeatures: Command = {
  name: "features repair",
  about: "repair_about",
  options: [...CONNECTION, { name: "view", value: "NAME", about: "option_view", repeated: true }],
  async run(context, values) {
    const server = await connect(context, values);
    const views = values.texts("view");
    const body = views.length > 0 ? { views } : {};
    const { data: asked } = await server.send("POST", "/api/v1/features/online-store/repair", body, Answer);
    const names = new Set(asked.map(({ view }) => view));
    if (names.size === 0) context.terminal.out(context.words("repair_nothing"));
    for (const view of asked) if (view.not_restored !== "everything") say(context, "repair_begins", view);
    for (;;) {
      const { data } = await server.get("/api/v1/features/online-store", {}, Answer);
      const now = data.filter(({ view }) => names.has(view));
      if (now.every(hasEnded)) return report(context, now);
      await pause(LOOK_MS);
    }
  },
};

function hasEnded({ not_restored, is_waiting, repair }: Repaired): boolean {
  if (not_restored === "everything") return true;
  return !is_waiting && repair?.state !== "queued" && repair?.state !== "running";
}

function report(context: Context, views: readonly Repaired[]): Exit {
  let exit: Exit = EXIT.done;
  for (const view of views) {
    if (view.not_restored === "everything") say(context, "repair_lost", view);
    else if (view.repair?.state === "succeeded") say(context, "repair_done", view);
    else {
      say(context, "repair_failed", view);
      exit = EXIT.failed;
    }
    if (view.not_restored === "pushes") say(context, "repair_pushes", view);
    if (view.not_restored !== "nothing" && exit === EXIT.done) exit = EXIT.incomplete;
  }
  return exit;
}

type Said = "repair_begins" | "repair_done" | "repair_failed" | "repair_lost" | "repair_pushes";

function say({ terminal, words }: Context, word: Said, { view, repair }: Repaired): void {
  terminal.out(words(word, { view, rows: repair?.rows ?? 0, problem: repair?.error ?? repair?.state ?? "" }));
}
