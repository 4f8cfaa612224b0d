"use client";
import { useTranslations } from "next-intl";

type Page = { href: string; name: string; words: string };

/** Pages below an area, which the side bar does not show. */
export function useSubPages(permissions: readonly string[]): Page[] {
  const team = useTranslations("team");
  const settings = useTranslations("settings");
  const retention = useTranslations("retention");
  const webhooks = useTranslations("webhooks");
  const features = useTranslations("features");
  const sets = useTranslations("training_sets");
  const lineage = useTranslations("feature_lineage");
  const batches = useTranslations("batch_predictions");
  const runs = useTranslations("run_list");
  const predictions = useTranslations("predictions");
  const may = (permission: string) => permissions.includes(permission);
  const page = (path: string, name: string, allowed = true): Page[] =>
    allowed ? [{ href: `/settings/${path}`, name, words: `${name} ${path} settings` }] : [];
  const ofFeatures = (path: string, name: string): Page[] =>
    may("features:read")
      ? [
          {
            href: `/features/${path}`,
            name: `${features("title")} › ${name}`,
            words: `${name} ${path} features`,
          },
        ]
      : [];
  return [
    ...(may("runs:read")
      ? [
          {
            href: "/runs/tasks",
            name: `${runs("title")} › ${runs("tasks")}`,
            words: `${runs("tasks")} task instances runs`,
          },
          {
            href: "/runs?state=failed&when=yesterday",
            name: `${runs("title")} › ${runs("preset.failed_yesterday")}`,
            words: `${runs("preset.failed_yesterday")} failed runs yesterday`,
          },
        ]
      : []),
    ...page("profile", team("profile.title")),
    ...page("sessions", team("sessions.title")),
    ...page("tokens", team("tokens.title")),
    ...page("members", team("members.title"), may("team:read")),
    ...page("service-accounts", team("service_accounts.title"), may("team:manage")),
    ...page("team", team("team.title"), may("team:manage")),
    ...page("variables", settings("variables.title"), may("settings:read")),
    ...page("connections", settings("connections.title"), may("settings:read")),
    ...page("pools", settings("pools.title"), may("settings:read")),
    ...page("webhooks", webhooks("title"), may("models:manage")),
    ...(may("endpoints:read")
      ? [{ href: "/batch-predictions", name: batches("title"), words: "batch predictions endpoints" }]
      : []),
    ...ofFeatures("on-demand", features("on_demand.title")),
    ...ofFeatures("sources", features("sources.title")),
    ...ofFeatures("entities", features("entities.title")),
    ...ofFeatures("services", features("services.title")),
    ...ofFeatures("training-sets", sets("title")),
    ...ofFeatures("lineage", lineage("title")),
    ...ofFeatures("look-up", features("look_up.title")),
    ...(may("predictions:read")
      ? [
          {
            href: "/predictions/quality",
            name: `${predictions("title")} › ${predictions("quality.title")}`,
            words: `${predictions("quality.title")} quality auc predictions`,
          },
        ]
      : []),
    ...page("retention", retention("title"), may("settings:read")),
  ];
}
