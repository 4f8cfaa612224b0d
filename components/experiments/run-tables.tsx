"use client";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { SearchInput } from "@/components/ui/input";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { TrainingRunDetail } from "@/lib/experiments/schema";

/** A table is short enough to be read without a filter. */
const FEW = 8;

export function ParamsCard({ params }: { params: TrainingRunDetail["params"] }) {
  const t = useTranslations("experiments");
  const [part, setPart] = useQueryState("params", parseAsString.withDefault(""));
  const shown = params.filter(({ key, value }) => holds(`${key} ${value}`, part));
  return (
    <Card
      flush
      title={t("params_count", { count: params.length })}
      actions={
        params.length > FEW ? (
          <SearchInput
            label={t("find_param")}
            clearLabel={t("search_clear")}
            className="w-44"
            value={part}
            onChange={(next) => void setPart(next || null)}
          />
        ) : null
      }
    >
      <KeyValues label={t("params")} pairs={shown} none={t(params.length > 0 ? "no_match" : "no_params")} />
    </Card>
  );
}

function KeyValues({
  label,
  pairs,
  none,
}: {
  label: string;
  pairs: readonly { key: string; value: string }[];
  none: string;
}) {
  const t = useTranslations("experiments");
  if (pairs.length === 0) return <p className="px-4 py-6 text-center text-fg-muted text-sm">{none}</p>;
  return (
    <div className="max-h-96 overflow-y-auto">
      <Table label={label}>
        <thead>
          <tr>
            <Th>{t("key")}</Th>
            <Th>{t("value")}</Th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ key, value }) => (
            <Tr key={key} className="group/pair">
              <Td className="max-w-56 break-words align-top font-mono text-xs leading-6">{key}</Td>
              <Td className="break-all align-top">
                <span className="flex items-start justify-between gap-1">
                  <span className="min-w-0 text-sm leading-6">{value}</span>
                  <CopyButton
                    text={value}
                    label={t("copy_of", { key })}
                    className="opacity-0 focus-visible:opacity-100 group-hover/pair:opacity-100 pointer-coarse:opacity-100"
                  />
                </span>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function holds(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.trim().toLowerCase());
}
