"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { contractQuery } from "@/components/endpoints/playground/ask";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";

type Props = {
  endpoint: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
};

/** Rows as JSON, such as a list of entities. */
export function RowsField({ endpoint, value, onChange, error }: Props) {
  const t = useTranslations("batch_predictions");
  const example = useQuery(contractQuery(endpoint)).data?.example;
  const isWrong = value.trim() !== "" && rowsIn(value) === null;
  return (
    <div className="grid gap-1.5">
      <Field label={t("from.rows")} hint={t("rows_hint")} error={isWrong ? t("rows_wrong") : error} required>
        {(control) => (
          <Textarea
            {...control}
            rows={6}
            spellCheck={false}
            className="font-mono text-xs"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      {example && value.trim() === "" ? (
        <Button
          size="sm"
          className="justify-self-start"
          onClick={() => onChange(JSON.stringify([example], null, 1))}
        >
          {t("fill_example")}
        </Button>
      ) : null}
    </div>
  );
}

/** A text, or a whole number of so many digits that JSON.parse may change some. */
const TEXT_OR_LARGE = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/** The rows of a JSON list, with every digit of large whole numbers; null for what is none. */
export function rowsIn(text: string): unknown[] | null {
  try {
    const rows: unknown = JSON.parse(
      text.replaceAll(TEXT_OR_LARGE, (found) => (found.startsWith('"') ? found : `"${found}"`)),
    );
    return Array.isArray(rows) && rows.length > 0 ? rows : null;
  } catch {
    return null;
  }
}
