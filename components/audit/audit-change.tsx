import { useTranslations } from "next-intl";
import { CodeBlock } from "@/components/ui/code-block";
import type { AuditView } from "@/lib/audit-log/schema";
import { changedFields } from "./change-rows";

export function hasChange({ before, after, detail }: AuditView): boolean {
  return changedFields(before, after).length > 0 || (detail !== null && detail !== undefined);
}

/** Field by field, from what to what; below it what else was recorded. */
export function AuditChange({ row }: { row: AuditView }) {
  const t = useTranslations("audit");
  const fields = changedFields(row.before, row.after);
  return (
    <div className="mt-1 grid max-w-3xl gap-2">
      {fields.length > 0 ? (
        <table className="w-full table-fixed border-collapse text-xs">
          <thead className="text-left text-fg-muted">
            <tr>
              <th className="w-40 py-1 pr-2 font-normal">{t("changed_field")}</th>
              {row.before ? <th className="py-1 pr-2 font-normal">{t("changed_from")}</th> : null}
              {row.after ? <th className="py-1 font-normal">{t("changed_to")}</th> : null}
            </tr>
          </thead>
          <tbody>
            {fields.map(({ name, before, after }) => (
              <tr key={name} className="border-t align-top">
                <td className="break-words py-1 pr-2 font-mono">{name}</td>
                {row.before ? <Value text={before} className="pr-2 text-fg-muted" /> : null}
                {row.after ? <Value text={after} className="" /> : null}
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {row.detail === null || row.detail === undefined ? null : (
        <CodeBlock code={JSON.stringify(row.detail, null, 2)} title={t("more")} />
      )}
    </div>
  );
}

function Value({ text, className }: { text: string | undefined; className: string }) {
  return (
    <td className={`max-h-40 whitespace-pre-wrap break-words py-1 font-mono ${className}`}>{text ?? "–"}</td>
  );
}
