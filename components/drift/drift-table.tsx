"use client";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Fragment, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Sparkline } from "@/components/ui/sparkline";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { number, percent } from "@/lib/client/format";
import type { DriftView, InputDrift } from "@/lib/drift/schema";
import { DriftBins } from "./drift-bins";
import { LevelBadge } from "./level-badge";

const COLUMNS = 7;

/** The largest shift first. A row opens to the reference's histogram with the live one over it. */
export function DriftTable({ drift }: { drift: DriftView }) {
  const t = useTranslations("drift");
  const [open, setOpen] = useState<string | null>(null);
  return (
    <>
      <Table label={t("title")}>
        <thead>
          <tr>
            <Th>{t("input")}</Th>
            <Th>{t("shift")}</Th>
            <Th className="text-right">{"PSI"}</Th>
            <Th className="text-right">{"KS"}</Th>
            <Th>{t(`over_time.${drift.bucket}`)}</Th>
            <Th className="text-right">{t("median")}</Th>
            <Th className="text-right">{t("nulls")}</Th>
          </tr>
        </thead>
        <tbody>
          {drift.inputs.map((input) => (
            <Fragment key={input.name}>
              <InputRow
                input={input}
                minRows={drift.min_rows}
                isOpen={open === input.name}
                onToggle={() => setOpen(open === input.name ? null : input.name)}
              />
              {open === input.name ? (
                <tr>
                  <td colSpan={COLUMNS} className="border-b bg-surface-2 p-4">
                    <DriftBins bins={input.bins} />
                  </td>
                </tr>
              ) : null}
            </Fragment>
          ))}
        </tbody>
      </Table>
      {drift.has_more_inputs ? (
        <p className="border-t px-4 py-2 text-fg-muted text-sm">
          {t("more_inputs", { count: drift.inputs.length })}
        </p>
      ) : null}
    </>
  );
}

type RowProps = { input: InputDrift; minRows: number; isOpen: boolean; onToggle: () => void };

function InputRow({ input, minRows, isOpen, onToggle }: RowProps) {
  const t = useTranslations("drift");
  const locale = useLocale();
  const text = (value: number | null, digits = 3) => (value === null ? "–" : number(value, locale, digits));
  const share = (nulls: number | null, rows: number | null) =>
    nulls === null || !rows ? "–" : percent(nulls / rows, locale);
  const psis = input.buckets.map(({ psi }) => psi);
  const last = psis.findLast((psi) => psi !== null) ?? null;
  return (
    <Tr>
      <Td>
        <span className="flex min-w-0 items-center gap-1">
          {input.bins.length > 0 ? (
            <IconButton
              size="sm"
              icon={isOpen ? ChevronDown : ChevronRight}
              label={t("histogram", { name: input.name })}
              aria-expanded={isOpen}
              onClick={onToggle}
            />
          ) : null}
          <span className="max-w-64 truncate font-mono text-xs" title={input.name}>
            {input.name}
          </span>
        </span>
      </Td>
      <Td>
        <LevelBadge level={input.level} minRows={minRows} />
      </Td>
      <Td className="nums text-right">{text(input.psi)}</Td>
      <Td className="nums text-right">{text(input.ks)}</Td>
      <Td>
        {psis.filter((psi) => psi !== null).length > 1 ? (
          <Sparkline values={psis} label={t("psi_over_time", { name: input.name, last: text(last) })} />
        ) : (
          <span className="text-fg-subtle">{"–"}</span>
        )}
      </Td>
      <Td className="nums whitespace-nowrap text-right">
        <Pair before={text(input.reference_median)} now={text(input.median)} />
      </Td>
      <Td className="nums whitespace-nowrap text-right">
        <Pair
          before={share(input.reference_nulls, input.reference_rows)}
          now={share(input.nulls, input.rows)}
        />
      </Td>
    </Tr>
  );
}

function Pair({ before, now }: { before: string; now: string }) {
  return (
    <>
      <span className="text-fg-subtle">
        {before}
        {" → "}
      </span>
      {now}
    </>
  );
}
