"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { modelQueries } from "@/components/models/queries";
import type { Standing } from "./standing";

type Option = { value: Standing; label: string };

/** Names of registered models; `more` when there are others than these. */
export function useModelNames(): { names: string[]; more: boolean } {
  const list = useInfiniteQuery(modelQueries.pages(""));
  const names = list.data?.pages.flatMap((page) => page.data.map(({ name }) => name)) ?? [];
  return { names, more: list.hasNextPage };
}

/** What may be chosen of a model: its aliases with their versions, then its newest versions. */
export function useStandings(model: string): Option[] {
  const t = useTranslations("endpoints");
  const isChosen = model !== "";
  const detail = useQuery({ ...modelQueries.detail(model), enabled: isChosen, retry: false }).data;
  const versions = useInfiniteQuery({ ...modelQueries.versions(model, []), enabled: isChosen, retry: false });
  if (!detail) return [];
  const latest = detail.latest_version;
  const aliases = detail.aliases.map(({ alias, version }) => ({ alias, version }));
  const all = latest ? [...aliases, { alias: "latest", version: latest.number }] : aliases;
  return [
    ...all.map(({ alias, version }) => ({
      value: `alias:${alias}`,
      label: t("alias_now", { alias, number: version }),
    })),
    ...(versions.data?.pages.flatMap((page) => page.data) ?? []).map(({ number }) => ({
      value: `version:${number}`,
      label: t("version", { number }),
    })),
  ];
}
