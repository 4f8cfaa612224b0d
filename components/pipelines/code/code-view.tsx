"use client";
import { javascript } from "@codemirror/lang-javascript";
import { python } from "@codemirror/lang-python";
import { yaml } from "@codemirror/lang-yaml";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
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
};

/** Highlighted read-only text, or the changes since `before`. Heavy: load it on demand. */
export function CodeView({ text, before, language, label }: CodeViewProps) {
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
                collapseUnchanged: { margin: 3, minSize: 6 },
              }),
            ]),
        codeTheme,
      ],
    });
    return () => view.destroy();
  }, [text, before, language, label, unchanged]);
  return <div ref={place} />;
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
