/** The same matching in the browser, for the palette's pages and actions. Without zod. */
export { matchesText } from "./match";
