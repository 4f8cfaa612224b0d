/** A cookie, so that the server draws the side bar as it was left. */
export const SIDE_BAR_COOKIE = "gwanje_side_bar";
const YEAR_SECONDS = 31_536_000;

export function saveSideBar(collapsed: boolean): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
  document.cookie = `${SIDE_BAR_COOKIE}=${collapsed ? "closed" : "open"}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
