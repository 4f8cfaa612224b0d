/** The palette filters pages and actions in the browser by the same rule as the server. Without zod, for pages. */
export { matchesText } from "./match";
