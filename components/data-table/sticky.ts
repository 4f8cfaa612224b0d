/** The column that names the row stays in sight; on a phone it would take half of the screen, so there it scrolls. */
export function stickyFirst(selectable: boolean): string {
  return selectable ? "sm:sticky sm:left-9" : "sm:sticky sm:left-0";
}
