"use client";
import { CircleCheck, CircleDashed } from "lucide-react";
import { useTranslations } from "next-intl";
import { runsHref } from "@/components/runs/runs-href";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/client/cn";
import type { AttentionItem, HomeReply } from "@/lib/home/schema";
import { AttentionRow } from "./attention-rows";

/** More are in the lists that the card links to. */
const SHOWN = 10;

/** Lists what needs a person, or says that nothing does. Home shows it first. */
export function AttentionCard({ home }: { home: HomeReply }) {
  const t = useTranslations("home");
  const { attention } = home;
  const failing = attention.filter(({ kind }) => kind === "failing").length;
  return (
    <Card
      title={t("attention")}
      description={
        attention.length > SHOWN ? t("attention_of", { shown: SHOWN, count: attention.length }) : undefined
      }
      flush={attention.length > 0}
      actions={
        <span className="flex flex-wrap gap-x-4 text-sm">
          {failing > 0 ? (
            <Link href="/pipelines?show=failing" className="text-accent hover:underline">
              {t("all_failing", { count: failing })}
            </Link>
          ) : null}
          <Link href={runsHref({ state: ["failed"], when: "7d" })} className="text-accent hover:underline">
            {t("all_failed")}
          </Link>
        </span>
      }
    >
      {attention.length === 0 ? (
        <AllWell home={home} />
      ) : (
        <ul aria-label={t("attention")}>
          {attention.slice(0, SHOWN).map((item) => (
            <AttentionRow key={keyOf(item)} item={item} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function keyOf(item: AttentionItem): string {
  return JSON.stringify([
    item.kind,
    "dag_id" in item ? item.dag_id : null,
    "name" in item ? item.name : null,
    "worker_id" in item ? item.worker_id : null,
    "file_path" in item ? item.file_path : null,
    "waits_for" in item ? item.waits_for : null,
  ]);
}

/** Good news only if runs have finished. */
function AllWell({ home: { pipelines, workers } }: { home: HomeReply }) {
  const t = useTranslations("home");
  const { finished, total } = pipelines;
  const [Icon, look] = finished > 0 ? [CircleCheck, "text-success"] : [CircleDashed, "text-fg-subtle"];
  const text =
    finished === 0
      ? t("failing_never")
      : finished < total
        ? t("failing_none_of", { finished, total })
        : t("failing_none");
  return (
    <p className="flex items-center gap-2 text-fg-muted text-sm">
      <Icon aria-hidden className={cn("size-4 shrink-0", look)} />
      <span>
        {text}{" "}
        <Link href="/workers" className="hover:underline">
          {t("workers_live", { count: workers.live })}
        </Link>
      </span>
    </p>
  );
}
