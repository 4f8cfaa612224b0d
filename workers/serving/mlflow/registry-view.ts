import type { ModelView, VersionView } from "@/lib/models";

/** What the registry holds, as MLflow's clients read it: what is not set is absent, numbers of versions are text. */
export function shownModel(model: ModelView) {
  return {
    name: model.name,
    creation_timestamp: model.createdAt,
    last_updated_timestamp: model.updatedAt,
    ...(model.description !== null && { description: model.description }),
    ...(model.latestVersions.length > 0 && { latest_versions: model.latestVersions.map(shownVersion) }),
    ...(model.tags.length > 0 && { tags: model.tags }),
    ...(model.aliases.length > 0 && {
      aliases: model.aliases.map(({ alias, version }) => ({ alias, version: String(version) })),
    }),
  };
}

/** A version is ready as soon as it is there: nothing is copied. */
export function shownVersion(version: VersionView) {
  return {
    name: version.name,
    version: String(version.version),
    creation_timestamp: version.createdAt,
    last_updated_timestamp: version.updatedAt,
    user_id: version.createdBy ?? "",
    current_stage: version.stage,
    ...(version.description !== null && { description: version.description }),
    source: version.source,
    run_id: version.runId ?? "",
    status: "READY",
    ...(version.tags.length > 0 && { tags: version.tags }),
    run_link: version.runLink,
    ...(version.aliases.length > 0 && { aliases: version.aliases }),
  };
}
