/** Finds things by their names and ids across the other domains' tables, read-only. Owns no table of its own. */
export { search } from "./service";
