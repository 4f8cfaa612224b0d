"use client";
import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { ApiError } from "@/lib/client/api";
import { AnsweredViewCard } from "./answered-view-card";
import { lookUpCurl, lookUpPython } from "./look-up-code";
import type { LookUpQuestion } from "./look-up-question";
import { featureQueries } from "./queries";

type Props = {
  question: LookUpQuestion;
  origin: string;
  /** Names of on-demand views. */
  computed: readonly string[];
};

/** The answer to one question; what is wrong with a key is said at its field instead. */
export function LookUpResult({ question, origin, computed }: Props) {
  const t = useTranslations("features");
  const answer = useQuery(featureQueries.lookUp(question));
  const views = answer.data?.data[0]?.views;
  if (answer.isPending) return <TableSkeleton rows={4} label={t("look_up.answer")} />;
  if (!views) {
    const isAtField = answer.error instanceof ApiError && answer.error.errors.length > 0;
    return isAtField ? null : (
      <ErrorState error={answer.error} onRetry={() => void answer.refetch()} retrying={answer.isFetching} />
    );
  }
  const copy = (text: string) => void copyText(text).then((done) => done && toast.info(t("look_up.copied")));
  return (
    <section aria-label={t("look_up.answer")} className="grid min-w-0 gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold text-sm">{t("look_up.answer")}</h2>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => copy(lookUpCurl(origin, question))}>
            {t("look_up.copy_curl")}
          </Button>
          <Button size="sm" onClick={() => copy(lookUpPython(origin, question))}>
            {t("look_up.copy_python")}
          </Button>
          <Button size="sm" icon={RefreshCw} busy={answer.isFetching} onClick={() => void answer.refetch()}>
            {t("look_up.again")}
          </Button>
        </div>
      </div>
      {views.map((view) => (
        <AnsweredViewCard key={view.view} answer={view} isComputed={computed.includes(view.view)} />
      ))}
    </section>
  );
}
