"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Difference } from "./differences";

const MOST_SHOWN = 200;
type Props = {
  title: string;
  /** Said where there are no differences. */
  none: string;
  differences: readonly Difference[];
  actions?: ReactNode;
  /** Further columns, by the place of the difference. */
  extra?: { heads: readonly string[]; cells: (at: number) => readonly string[] };
};

/** Values of one part that differ between two predictions. */
export function DifferenceCard({ title, none, differences, actions, extra }: Props) {
  const t = useTranslations("predictions");
  if (differences.length === 0)
    return (
      <Card title={title}>
        <p className="text-fg-muted text-sm">{none}</p>
      </Card>
    );
  const shown = differences.slice(0, MOST_SHOWN);
  return (
    <Card
      title={title}
      description={differences.length > shown.length ? t("first_rows", { count: shown.length }) : undefined}
      actions={actions}
      flush
    >
      <Table label={title}>
        <thead>
          <tr>
            <Th>{t("what")}</Th>
            <Th>{t("before")}</Th>
            <Th>{t("after")}</Th>
            <Th className="text-right">{t("difference")}</Th>
            {extra?.heads.map((head) => (
              <Th key={head}>{head}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ path, base, other, delta }, at) => (
            <Tr key={path}>
              <Td>
                <code className="text-xs">{path}</code>
              </Td>
              {[base, other].map((value, side) => (
                <Td key={side === 0 ? "base" : "other"} className="max-w-80">
                  <code className="nums break-all text-xs">
                    {value === undefined ? "–" : JSON.stringify(value)}
                  </code>
                </Td>
              ))}
              <Td className="nums whitespace-nowrap text-right">
                {delta === null ? null : `${delta > 0 ? "+" : ""}${Number(delta.toPrecision(4))}`}
              </Td>
              {extra?.cells(at).map((cell, which) => (
                <Td key={extra.heads[which]} className="whitespace-nowrap">
                  {cell}
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
