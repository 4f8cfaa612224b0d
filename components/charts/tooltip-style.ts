/** Tooltips of all charts look like the other floating panels. */
export const TOOLTIP_STYLE = {
  contentStyle: {
    background: "var(--pop)",
    border: "1px solid var(--border)",
    borderRadius: 6,
    fontSize: 12,
  },
  labelStyle: { color: "var(--fg)" },
  itemStyle: { color: "var(--fg-muted)" },
} as const;
