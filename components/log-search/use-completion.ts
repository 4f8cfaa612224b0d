"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Choice, choicesAt, valuesWantedAt } from "./completion";
import { logRecordQueries, type Search } from "./queries";

const NONE: readonly Choice[] = [];

/** What can be put at the caret of a search, and which of it is chosen by the keys. */
export function useCompletion({ text, search }: { text: string; search: Search }) {
  const [place, setPlace] = useState<number | null>(null);
  const [active, setActive] = useState<number | null>(null);
  const field = place === null ? null : valuesWantedAt(text, place);
  // The newest records of the range, not of the search: what is typed is to be changed.
  const all = { ...search, q: "" };
  const names = useQuery({ ...logRecordQueries.fields(all, null), enabled: place !== null });
  const values = useQuery({ ...logRecordQueries.fields(all, field), enabled: field !== null });
  const found =
    place === null
      ? null
      : choicesAt(text, place, {
          names: names.data?.data.map(({ name }) => name) ?? [],
          values: field === null ? [] : (values.data?.data.map(({ name }) => name) ?? []),
        });
  const choices = found?.choices ?? NONE;
  const isOpen = choices.length > 0;
  const close = () => {
    setPlace(null);
    setActive(null);
  };
  return {
    isOpen,
    choices,
    active: isOpen ? active : null,
    open: (at: number) => {
      setPlace(at);
      setActive(null);
    },
    close,
    /** The text with a choice in it, and the caret behind that. */
    take(at: number): { text: string; place: number } | null {
      const one = choices[at];
      if (!found || !one) return null;
      const caret = found.from + one.insert.length;
      // A name goes on with its values.
      if (one.kind === "field") setPlace(caret);
      else close();
      setActive(null);
      return {
        text: text.slice(0, found.from) + one.insert + text.slice(found.to).trimStart(),
        place: caret,
      };
    },
    /** Whether the key was for the list. */
    onKey(code: string, take: (at: number) => void): boolean {
      if (!isOpen) {
        if (code !== "ArrowDown") return false;
        setPlace(text.length);
        return true;
      }
      const last = choices.length - 1;
      if (code === "ArrowDown") setActive(active === null || active >= last ? 0 : active + 1);
      else if (code === "ArrowUp") setActive(active === null || active <= 0 ? last : active - 1);
      else if (code === "Escape") close();
      else if ((code === "Enter" || code === "Tab") && active !== null) take(active);
      else return false;
      return true;
    },
  };
}
