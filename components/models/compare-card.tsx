"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { cn } from "@/lib/client/cn";

export type Pair = {
  key: string;
  differs: boolean;
  base: string | null;
  other: string | null;
  /** Stands beside the other's value. */
  delta?: ReactNode;
};
type Props = { title: string; heads: readonly [number, number]; pairs: readonly Pair[]; all: boolean };

export function CompareCard({ title, heads, pairs, all }: Props) {
  const t = useTranslations("models");
  const shown = all ? pairs : pairs.filter(({ differs }) => differs);
  const equal = pairs.length - pairs.filter(({ differs }) => differs).length;
  return (
    <Card
      flush
      title={title}
      description={equal > 0 && !all ? t("equal_hidden", { count: equal }) : undefined}
    >
      {shown.length === 0 ? (
        <p className="px-4 py-4 text-fg-muted text-sm">{t("no_difference")}</p>
      ) : (
        <Table label={title} className="table-fixed">
          <thead>
            <tr>
              <Th className="w-2/5">{t("key")}</Th>
              {heads.map((number) => (
                <Th key={number}>{t("version", { number })}</Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ key, differs, base, other, delta }) => (
              <Tr key={key}>
                <Td className="break-all font-mono text-xs leading-6">{key}</Td>
                {[base, other].map((value, at) => (
                  <Td
                    // The two sides never change places.
                    key={heads[at] ?? at}
                    className={cn(
                      "nums break-all",
                      differs && "font-medium",
                      value === null && "text-fg-subtle",
                    )}
                  >
                    {value ?? t("not_there")}
                    {at === 1 ? delta : null}
                  </Td>
                ))}
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
