"use client";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";

type Props = {
  title: string;
  none: string;
  values: readonly (readonly [key: string, value: string])[];
  /** Of the two columns, where they are no keys and values. */
  heads?: readonly [string, string];
  link?: { href: string; label: string } | undefined;
};

/** Keys and values, all of them, in a card that scrolls. */
export function ValuesCard({ title, none, values, heads, link }: Props) {
  const t = useTranslations("models");
  const [key, value] = heads ?? [t("key"), t("value")];
  return (
    <Card
      flush
      title={`${title} (${values.length})`}
      actions={
        link ? (
          <Link className="text-accent text-xs hover:underline" href={link.href}>
            {link.label}
          </Link>
        ) : null
      }
    >
      {values.length === 0 ? (
        <p className="px-4 py-6 text-center text-fg-muted text-sm">{none}</p>
      ) : (
        <div className="max-h-96 overflow-y-auto">
          <Table label={title}>
            <thead>
              <tr>
                <Th>{key}</Th>
                <Th className="text-right">{value}</Th>
              </tr>
            </thead>
            <tbody>
              {values.map(([name, held]) => (
                <Tr key={name}>
                  <Td className="break-all font-mono text-xs leading-6">{name}</Td>
                  <Td className="nums break-all text-right">{held}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </Card>
  );
}
