"use client";
import { useQueryClient } from "@tanstack/react-query";
import {
  Keyboard,
  KeyRound,
  Languages,
  type LucideIcon,
  Moon,
  PanelLeft,
  Pause,
  Play,
  Sun,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { pausePipeline } from "@/components/pipelines/queries";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { LANGUAGES } from "@/lib/client/locales";
import type { SearchHit } from "@/lib/search/schema";
import { matchesText } from "@/lib/search/values";
import type { Verb } from "./palette-verb";
import { saveLocale } from "./save-locale";

export type PaletteAction = { id: string; name: string; icon: LucideIcon; run: () => void; keys?: string };
type Deeds = { onGo: (href: string) => void; onToggleSideBar: () => void; onHelp: () => void };

/** Actions that are available everywhere and match the text. */
export function useGeneralActions({ onGo, onToggleSideBar, onHelp }: Deeds, text: string): PaletteAction[] {
  const t = useTranslations("shell");
  const tokens = useTranslations("team.tokens");
  const locale = useLocale();
  const router = useRouter();
  const { resolvedTheme, setTheme } = useTheme();
  const dark = resolvedTheme === "dark";
  const all: (PaletteAction & { words?: string })[] = [
    {
      id: "token",
      name: tokens("create"),
      icon: KeyRound,
      run: () => onGo("/settings/tokens?new=true"),
      words: "api token create",
    },
    ...LANGUAGES.filter(({ value }) => value !== locale).map(({ value, label }) => ({
      id: `language-${value}`,
      name: `${t("language")}: ${label}`,
      icon: Languages,
      words: "language 언어",
      run: () => void saveLocale(value).then(() => router.refresh()),
    })),
    {
      id: "theme",
      name: t(dark ? "theme_light" : "theme_dark"),
      icon: dark ? Sun : Moon,
      run: () => setTheme(dark ? "light" : "dark"),
      words: t("theme"),
    },
    { id: "side-bar", name: t("keys.side_bar"), icon: PanelLeft, run: onToggleSideBar, keys: "BracketLeft" },
    { id: "help", name: t("keyboard"), icon: Keyboard, run: onHelp, keys: "shift+Slash" },
  ];
  return all.filter(({ name, id, words }) => matchesText(`${name} ${id} ${words ?? ""}`, text));
}

/** At most so many pipelines get actions. */
const MOST_PIPELINES = 2;

/** Actions on the pipelines that were found; with a verb only that one. */
export function usePipelineActions(
  hits: readonly SearchHit[],
  verb: Verb | null,
  permissions: readonly string[],
  onGo: (href: string) => void,
): PaletteAction[] {
  const t = useTranslations("shell.palette");
  const client = useQueryClient();
  const errorText = useErrorText();
  const pause = (dagId: string, next: boolean) =>
    void pausePipeline(dagId, next)
      .then(() => toast.success(t(next ? "paused" : "activated", { name: dagId })))
      .catch((error: unknown) => toast.error(errorText(error).text))
      .finally(() => client.invalidateQueries({ queryKey: ["pipelines"] }));
  return hits
    .filter((hit) => hit.kind === "pipeline")
    .slice(0, MOST_PIPELINES)
    .flatMap(({ id, state, href }) => {
      const isPaused = state === "paused";
      const deeds: (PaletteAction & { verb: Verb; allowed: boolean })[] = [
        {
          verb: "run",
          allowed: permissions.includes("runs:write"),
          id: `run ${id}`,
          name: t("run", { name: id }),
          icon: Play,
          run: () => onGo(`${href}?start=true`),
        },
        {
          verb: isPaused ? "activate" : "pause",
          allowed: permissions.includes("pipelines:write"),
          id: `pause ${id}`,
          name: t(isPaused ? "activate" : "pause", { name: id }),
          icon: isPaused ? Play : Pause,
          run: () => pause(id, !isPaused),
        },
      ];
      return deeds.filter((deed) => deed.allowed && (verb === null || deed.verb === verb));
    });
}
