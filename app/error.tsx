"use client";
import { RefreshCw, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Id } from "@/components/ui/id";
import { EmptyState } from "@/components/ui/states";

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations("shell");
  const common = useTranslations("common");
  return (
    <div className="grid min-h-[60dvh] place-items-center">
      <EmptyState
        icon={<TriangleAlert aria-hidden />}
        title={t("crashed")}
        description={
          <>
            <p>{t("crashed_detail")}</p>
            {error.digest ? (
              <p className="mt-2 text-fg-subtle text-xs">
                {t("code")} <Id id={error.digest} full />
              </p>
            ) : null}
          </>
        }
        action={
          <Button icon={RefreshCw} onClick={reset}>
            {common("retry")}
          </Button>
        }
      />
    </div>
  );
}
