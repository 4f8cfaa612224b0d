"use client";
import { javascript } from "@codemirror/lang-javascript";
import { python } from "@codemirror/lang-python";
import { yaml } from "@codemirror/lang-yaml";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, lineNumbers } from "@codemirror/view";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { codeTheme } from "./code-theme";
import type { Language } from "./file-changes";

type CodeViewProps = {
  text: string;
  /** The text to compare with; null for none. */
  before: string | null;
  language: Language;
  /** Names the region for screen readers. */
  label: string;
  /** The line that is looked at, from 1. */
  line?: number | null | undefined;
};

/** Highlighted read-only text, or the changes since `before`. Heavy: load it on demand. */
export function CodeView({ text, before, language, label, line = null }: CodeViewProps) {
  const t = useTranslations("pipelines");
  const place = useRef<HTMLDivElement>(null);
  const unchanged = t("unchanged_lines");
  useEffect(() => {
    if (!place.current) return;
    const view = new EditorView({
      parent: place.current,
      doc: text,
      extensions: [
        lineNumbers(),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        // A scrolling region must be focusable; read-only text is not by itself.
        EditorView.contentAttributes.of({ tabindex: "0", "aria-label": label }),
        EditorView.cspNonce.of(globalThis.__webpack_nonce__ ?? ""),
        EditorState.phrases.of({ "$ unchanged lines": unchanged }),
        ...grammarOf(language),
        ...(before === null
          ? []
          : [
              unifiedMergeView({
                original: before,
                mergeControls: false,
                // Marks of single letters are noise in prose.
                highlightChanges: false,
                collapseUnchanged: { margin: 3, minSize: 6 },
              }),
            ]),
        ...(line === null ? [] : [markedLine(text, line)]),
        codeTheme,
      ],
    });
    if (line !== null && line >= 1 && line <= view.state.doc.lines) {
      const { from } = view.state.doc.line(line);
      view.dispatch({ effects: EditorView.scrollIntoView(from, { y: "center" }) });
    }
    return () => view.destroy();
  }, [text, before, language, label, line, unchanged]);
  return <div ref={place} />;
}

/** A line behind the end marks nothing: the file that is shown may be another one of that name. */
function markedLine(text: string, line: number): Extension {
  const { doc } = EditorState.create({ doc: text });
  if (line < 1 || line > doc.lines) return [];
  const mark = Decoration.line({ class: "cm-lookedAt" }).range(doc.line(line).from);
  return EditorView.decorations.of(Decoration.set([mark]));
}

function grammarOf(language: Language): Extension[] {
  switch (language) {
    case "javascript":
      return [javascript()];
    case "typescript":
      return [javascript({ typescript: true })];
    case "python":
      return [python()];
    case "yaml":
      return [yaml()];
    case "text":
      return [];
    default:
      return language satisfies never;
  }
}
