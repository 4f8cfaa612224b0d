/**
 * Owns what features are (entities, views, services) and their online values. Refuses to compute a feature, and to guess an
 * entity.
 */
export { changeEntity, createEntity, deleteEntity, getEntity, listEntities } from "./entities";
export { lookUpEntity } from "./online/look-up";
export { lookUpFeatures } from "./online/look-up-features";
export { getOnlineFeatures } from "./online/read";
export { pushFeatures, writeOnlineFeatures } from "./online/write";
export { changeService, createService, deleteService, getService, listServices } from "./services";
export { changeView, createView, deleteView, getView, listViewSchemas, listViews } from "./views";
