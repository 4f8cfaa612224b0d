import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** The library's highlighting with the console's colours, which have enough contrast in both themes. */
const TOKENS: ReadonlyMap<unknown, string> = new Map([
  ["#708", "var(--accent)"], // keywords
  ["#219", "var(--warning)"], // atoms, booleans, links
  ["#164", "var(--warning)"], // numbers
  ["#a11", "var(--success)"], // strings
  ["#e40", "var(--danger)"], // regular expressions, escapes
  ["#085", "var(--info)"], // types
  ["#167", "var(--info)"], // classes
  ["#940", "var(--fg-subtle)"], // comments
  ["#f00", "var(--danger)"], // what is invalid
]);

const highlight = HighlightStyle.define(
  defaultHighlightStyle.specs.map((spec) => ({
    ...spec,
    ...("color" in spec ? { color: TOKENS.get(spec.color) ?? "var(--fg)" } : {}),
  })),
);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--fg)", fontSize: "12px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "20px", maxHeight: "72dvh" },
  ".cm-lookedAt": { backgroundColor: "var(--info-soft)", boxShadow: "inset 2px 0 var(--info)" },
  ".cm-content": { padding: "8px 0" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--fg-subtle)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 8px 0 12px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-merge-b .cm-changedLine, .cm-inlineChangedLine": { backgroundColor: "var(--success-soft)" },
  "&.cm-merge-b .cm-changedText": { background: "color-mix(in oklab, var(--success) 26%, transparent)" },
  ".cm-deletedChunk": { backgroundColor: "var(--danger-soft)", paddingLeft: "6px" },
  ".cm-deletedChunk .cm-deletedText": {
    background: "color-mix(in oklab, var(--danger) 26%, transparent)",
    textDecoration: "none",
  },
  // On the stronger tint only the plain text colour has enough contrast.
  "&.cm-merge-b .cm-changedText, &.cm-merge-b .cm-changedText *, .cm-deletedText, .cm-deletedText *": {
    color: "var(--fg)",
  },
  ".cm-deletedLine, .cm-deletedLine del": { textDecoration: "none" },
  ".cm-collapsedLines": {
    background: "var(--surface-2)",
    color: "var(--fg-muted)",
    fontFamily: "var(--font-sans)",
    padding: "2px 12px",
  },
});

export const codeTheme: Extension = [look, syntaxHighlighting(highlight)];
