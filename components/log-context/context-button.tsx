"use client";
import { UnfoldVertical } from "lucide-react";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState } from "nuqs";
import type { RecordRef } from "@/components/log-search/queries";
import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/dialog";
import type { Sought } from "@/lib/log-records/values";

const ContextList = dynamic(() => import("./context-list").then((module) => module.ContextList), {
  ssr: false,
});

/** Opens what the source of a record said before and after it. That it is open is in the URL. */
export function ContextButton({ record, sought }: { record: RecordRef; sought: readonly Sought[] }) {
  const t = useTranslations("log_context");
  const [open, setOpen] = useQueryState("around", parseAsBoolean.withDefault(false));
  const params = useSearchParams();
  const hrefOf = ({ time, id }: RecordRef) => {
    const next = new URLSearchParams(params);
    next.set("record", `${time}~${id}`);
    next.set("around", "true");
    return `/logs?${next}`;
  };
  return (
    <>
      <Button size="sm" variant="ghost" icon={UnfoldVertical} onClick={() => void setOpen(true)}>
        {t("open")}
      </Button>
      <Sheet open={open} onOpenChange={(next) => void setOpen(next || null)} title={t("title")} size="xl">
        <ContextList key={`${record.time}~${record.id}`} record={record} sought={sought} hrefOf={hrefOf} />
      </Sheet>
    </>
  );
}
