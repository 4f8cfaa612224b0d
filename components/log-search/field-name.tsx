"use client";
import { useTranslations } from "next-intl";

/** Fields that every record has. */
export const RECORD_FIELDS = ["level", "service", "host", "message", "trace_id", "span_id"] as const;
type RecordField = (typeof RECORD_FIELDS)[number];
const isRecordField = (name: string): name is RecordField => RECORD_FIELDS.some((field) => field === name);

/** Fields of every record have a word; attributes have the names that they came with. */
export function FieldName({ name }: { name: string }) {
  const t = useTranslations("discover.fields");
  return isRecordField(name) ? t(name) : <span className="font-mono">{name}</span>;
}
