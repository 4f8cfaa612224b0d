/** Owns the files that attempts store for people: rows and objects. Refuses to know why a task ran. */
export { type AttemptPlace, openArtifact, openOwnArtifact, storeArtifact } from "./content";
export { readHead } from "./head/read-head";
export { deleteArtifactsOf } from "./repository";
export {
  deleteArtifact,
  getArtifact,
  getArtifactNeighbours,
  listArtifacts,
  listRunArtifacts,
  readArtifactHead,
} from "./service";
