/** Reads the home page from the tables of other domains. Owns no table. */
export { homeSummary } from "./service";
