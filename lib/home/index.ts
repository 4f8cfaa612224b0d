/** The home page's one question, answered across the other domains' tables, read-only. Owns no table of its own. */
export { homeSummary } from "./service";
