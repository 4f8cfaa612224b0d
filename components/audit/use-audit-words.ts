import { useTranslations } from "next-intl";
import type { AuditView } from "@/lib/audit-log/schema";

/** Actors that are parts of the installation, by their names in the log. */
const ACTORS = {
  "sign-in": "sign_in",
  setup: "setup",
  "pipelines folder": "pipelines_folder",
  housekeeping: "housekeeping",
  demo: "demo",
} as const;
const isActor = (name: string): name is keyof typeof ACTORS => Object.hasOwn(ACTORS, name);

/** What is unknown is shown as in the log. */
export function useAuditWords() {
  const actions = useTranslations("audit.actions");
  const actors = useTranslations("audit.actors");
  const kinds = useTranslations("audit.kinds");
  return {
    action: (action: string) =>
      actions.has(action as "run.trigger") ? actions(action as "run.trigger") : action,
    actor: ({ type, name }: Pick<AuditView["actor"], "type" | "name">) =>
      type === "system" && isActor(name) ? actors(ACTORS[name]) : name,
    kind: (type: string) => (kinds.has(type as "run") ? kinds(type as "run") : type),
  };
}
