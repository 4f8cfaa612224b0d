"use client";
import { useTranslations } from "next-intl";
import type { TrainingSetView } from "@/lib/features/schema";

/** What a training set was asked for, in short: a service, or the views of its features. */
export function useAskedFor() {
  const t = useTranslations("training_sets");
  return ({ feature_service, features }: Pick<TrainingSetView, "feature_service" | "features">): string => {
    if (feature_service !== null) return feature_service;
    const views = [...new Set(features?.map((reference) => reference.split(":")[0]))];
    return t("features_of", { count: features?.length ?? 0, views: views.join(", ") });
  };
}
