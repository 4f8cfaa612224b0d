"use client";
import { Waypoints } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";

/** What the thing is made of, and what is made of it. */
export function LineageLink({ kind, name }: { kind: "source" | "view" | "computed"; name: string }) {
  const t = useTranslations("feature_lineage");
  return (
    <Button asChild>
      <Link href={`/features/lineage?of=${encodeURIComponent(`${kind}:${name}`)}`}>
        <Waypoints aria-hidden />
        {t("title")}
      </Link>
    </Button>
  );
}
