/**
 * Owns the registry: models under names, their numbered versions, stages, aliases and tags; and by which policy and whose
 * approval an alias moves from one version to another. Refuses to know by which
 * protocol they come, and to read a model's files.
 */
export { deleteAlias, getVersionByAlias } from "./aliases";
export { changeModel, changeVersion } from "./change";
export { compareVersions } from "./compare";
export { importRegistry } from "./import";
export { listModels, listVersions, readModel } from "./list";
export {
  createModel,
  deleteModel,
  deleteModelTag,
  getLatestVersions,
  getModel,
  renameModel,
  setModelTag,
  updateModel,
} from "./models";
export { scoresByQuestion } from "./policy/labelled-figures";
export { approvePromotion, rejectPromotion, withdrawPromotion } from "./promotion/decide";
export { deletePolicy, listPolicies, previewPolicy, setPolicy } from "./promotion/policies";
export { listAliasHistory, listPromotions } from "./promotion/read";
export { promoteVersion, setAlias } from "./promotion/request";
export { rollBackAlias } from "./promotion/rollback";
export { versionsWithFiles } from "./repository/files";
export { labelledOfPairs } from "./repository/labelled-pairs";
export { holdModel } from "./repository/models";
export type { ModelView, VersionView } from "./repository/objects";
export { findNewestVersion, findVersion, findVersionByAlias } from "./repository/versions";
export { searchModels, searchVersions } from "./search";
export { readVersion } from "./version-detail";
export {
  createVersion,
  deleteVersion,
  deleteVersionTag,
  getVersion,
  moveVersion,
  setVersionTag,
  updateVersion,
} from "./versions";
export { hasWebhook, tellWebhook } from "./webhooks/announce";
export { webhookJob } from "./webhooks/jobs";
export {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  getWebhook,
  listDeliveries,
  listWebhooks,
  redeliver,
  testWebhook,
} from "./webhooks/service";
