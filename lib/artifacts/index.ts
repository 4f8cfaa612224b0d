/** Owns the files that attempts store for people: their rows, their objects, finding and removing them. Refuses to know why a task ran. */
export { type AttemptPlace, openArtifact, openOwnArtifact, storeArtifact } from "./content";
export { deleteArtifactsOf } from "./repository";
export { deleteArtifact, getArtifact, listArtifacts, listRunArtifacts } from "./service";
