"use client";
import { Logs } from "lucide-react";
import { useTranslations } from "next-intl";
import { AbsoluteTime } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { EmptyState } from "@/components/ui/states";

/** There is nothing at all: how records come here. */
export function NoRecords({ origin }: { origin: string }) {
  const t = useTranslations("discover");
  return (
    <EmptyState
      icon={<Logs aria-hidden />}
      title={t("empty_title")}
      description={t.rich("empty_text", {
        token: (text) => (
          <Link href="/settings/tokens" className="text-accent underline">
            {text}
          </Link>
        ),
      })}
      snippetTitle={t("empty_curl")}
      snippet={curlOf(origin)}
    />
  );
}

function curlOf(origin: string): string {
  return [
    "export TOKEN=gwj_pat_...",
    `curl -X POST ${origin}/ingest/logs/ \\`,
    '  -H "Authorization: Bearer $TOKEN" \\',
    `  --data-binary '{"level":"info","service":"shop","message":"hello"}'`,
  ].join("\n");
}

/** There are records, at another time. */
export function NothingThen({ lastAt, onGo }: { lastAt: string; onGo: (from: string, to: string) => void }) {
  const t = useTranslations("discover");
  const last = Date.parse(lastAt);
  return (
    <EmptyState
      icon={<Logs aria-hidden />}
      title={t("nothing_then")}
      description={t.rich("newest_is", { time: () => <AbsoluteTime at={lastAt} /> })}
      action={
        <Button
          onClick={() =>
            onGo(new Date(last - HOUR_MS).toISOString(), new Date(last + MINUTE_MS).toISOString())
          }
        >
          {t("go_to_newest")}
        </Button>
      }
    />
  );
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
