/** Searches names and ids in the tables of other domains. Owns no table. */
export { search } from "./service";
