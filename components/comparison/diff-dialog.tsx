"use client";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";

const CodeView = dynamic(
  () => import("@/components/pipelines/code/code-view").then((module) => module.CodeView),
  {
    ssr: false,
    loading: () => <Skeleton className="h-64" />,
  },
);

export type Side = { name: string; text: string };

/** The uncommitted changes of a run; those of the baseline beside them as a line diff. */
export function DiffDialog({ own, base, onClose }: { own: Side; base: Side | null; onClose: () => void }) {
  const t = useTranslations("comparison");
  const isSame = base?.text === own.text;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="xl"
      title={t("changes_of", { name: own.name })}
      description={base ? t(isSame ? "changes_same" : "changes_beside", { name: base.name }) : undefined}
    >
      <CodeView
        text={own.text}
        before={base && !isSame ? base.text : null}
        language="text"
        label={t("changes_of", { name: own.name })}
      />
    </Dialog>
  );
}
