/**
 * Owns what features are (entities, views, on-demand views, services, data sources), their online values, and what is made of
 * their files. Refuses to run code of a user, and to guess an entity.
 */
export { auditView, featureAudit, listAudits } from "./audit/audit";
export { changeEntity, createEntity, deleteEntity, getEntity, listEntities } from "./entities";
export { applyDefinitions, definitionFiles, retireDefinitions } from "./files/apply";
export { featureHealthJob } from "./health/job";
export { heldService } from "./held-service";
export { objectPlace } from "./object-place";
export { askChild, type Engine } from "./offline/child";
export { materializeAsFeast } from "./offline/feast-materialize";
export { fetchFiles } from "./offline/fetch-files";
export { listMaterializations, materialization, materializeView } from "./offline/materialize";
export { inOwnFolder } from "./offline/own-folder";
export { makeTrainingSet, trainingSet } from "./offline/training-set";
export {
  getTrainingSet,
  listTrainingSets,
  openTrainingSetFile,
  readTrainingSetHead,
} from "./offline/training-set-contents";
export {
  changeOnDemandView,
  createOnDemandView,
  deleteOnDemandView,
  getOnDemandView,
  listOnDemandViews,
} from "./on-demand-views";
export type { OnlineColumn } from "./online/answer-columns";
export type { FeatureValue } from "./online/feature-value";
export { type JoinableService, type Joined, joinableService, joinFeatures } from "./online/join-features";
export { lookUpEntity } from "./online/look-up";
export { lookUpFeatures } from "./online/look-up-features";
export { getOnlineColumns, getOnlineFeatures } from "./online/read";
export { pushFeatures, writeOnlineFeatures } from "./online/write";
export { type FeatureColumn, featureProfile, findViewProfile, profileView } from "./profile/profile-view";
export { setsOfView, viewColumns } from "./profile/sets-of-view";
export { registryJob } from "./registry/publish";
export { getRegistry, RegistryQuestion } from "./registry/read-registry";
export { getOnlineStore, repairOnlineStore } from "./repair/repair";
export { onlineStoreJob } from "./repair/watch";
export { changeService, createService, deleteService, getService, listServices } from "./services";
export { listSourceFiles, openSourceFile, readSourceFileHead } from "./source-contents";
export { changeSource, createSource, deleteSource, getSource, listSources } from "./sources";
export { tryOnDemandView } from "./try-on-demand";
export { changeView, createView, deleteView, getView, listViewSchemas, listViews } from "./views";
