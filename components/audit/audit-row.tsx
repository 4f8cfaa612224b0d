import { useTranslations } from "next-intl";
import { LogsLink } from "@/components/log-links/logs-link";
import { useRunName } from "@/components/runs/use-run-name";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import { Td, Tr } from "@/components/ui/table";
import type { AuditTarget, AuditView } from "@/lib/audit-log/schema";
import { AuditChange, hasChange } from "./audit-change";
import { useAuditWords } from "./use-audit-words";

const TONE = { success: "success", denied: "warning", failed: "danger" } as const;
const isOutcome = (outcome: string): outcome is keyof typeof TONE => Object.hasOwn(TONE, outcome);

export function AuditRow({ row }: { row: AuditView }) {
  const t = useTranslations("audit");
  const words = useAuditWords();
  const action = (
    <span title={row.action} className="whitespace-nowrap">
      {words.action(row.action)}
    </span>
  );
  return (
    <Tr>
      <Td className="whitespace-nowrap align-baseline">
        <RelativeTime at={row.at} />
      </Td>
      <Td className="whitespace-nowrap align-baseline">{words.actor(row.actor)}</Td>
      <Td className="align-baseline">
        {hasChange(row) ? (
          <details>
            <summary className="cursor-pointer whitespace-nowrap">{action}</summary>
            <AuditChange row={row} />
          </details>
        ) : (
          action
        )}
      </Td>
      <Td className="align-baseline">{row.target.id ? <Target target={row.target} /> : null}</Td>
      <Td className="align-baseline">
        {isOutcome(row.outcome) ? (
          <Badge tone={TONE[row.outcome]}>{t(`outcomes.${row.outcome}`)}</Badge>
        ) : (
          row.outcome
        )}
      </Td>
      <Td className="align-baseline font-mono">{row.ip}</Td>
      <Td className="w-0 pt-1.5 pb-0 align-top">
        {row.request_id ? (
          <LogsLink
            ids={{ request: row.request_id }}
            span={{ from: row.at, to: row.at }}
            of={words.action(row.action)}
          />
        ) : null}
      </Td>
    </Tr>
  );
}

/** Ids that a program made; all others are names. */
const MADE_ID = /^(?:[a-z]{2,5}_)?[0-9A-Z]{26}$|^[0-9a-f]{32}$|^[0-9a-f-]{36}$/;

/** The kind of what was changed, and its name, which leads there. */
function Target({ target: { type, id, name, run, href } }: { target: AuditTarget }) {
  const words = useAuditWords();
  const runName = useRunName();
  if (id === null) return null;
  const text = run ? runName(run) : (name ?? (MADE_ID.test(id) ? null : id));
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-1.5">
      {type ? <span className="text-fg-muted text-xs">{words.kind(type)}</span> : null}
      {text === null ? (
        <Id id={id} />
      ) : href === null ? (
        <span title={id} className="break-all">
          {text}
        </span>
      ) : (
        <Link href={href} title={id} className="break-all hover:underline">
          {text}
        </Link>
      )}
    </span>
  );
}
