"use client";
import { useLocale, useTranslations } from "next-intl";
import { KeyValueList } from "@/components/ui/card";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { bytes } from "@/lib/client/format";
import type { ModelFacts as Model } from "@/lib/experiments/schema";

type Field = NonNullable<Model["signature"]>["inputs"][number];

/** Flavours, size and signature. */
export function ModelFacts({ model }: { model: Model }) {
  const t = useTranslations("viewer");
  const locale = useLocale();
  const size = bytes(model.size_bytes, locale);
  return (
    <div className="grid min-w-0 gap-4">
      <KeyValueList
        items={[
          { key: "flavors", label: t("flavors"), value: model.flavors.join(", ") || undefined },
          {
            key: "size",
            label: t("size"),
            value: t(model.is_complete ? "model_size" : "model_size_at_least", {
              size,
              count: model.file_count,
            }),
          },
          { key: "mlflow", label: "MLflow", value: model.mlflow_version ?? undefined },
          { key: "python", label: "Python", value: model.python_version ?? undefined },
        ]}
      />
      {model.signature ? (
        <>
          <Fields label={t("inputs")} fields={model.signature.inputs} />
          <Fields label={t("outputs")} fields={model.signature.outputs} />
          {model.signature.params.length > 0 ? (
            <Fields label={t("model_params")} fields={model.signature.params} />
          ) : null}
        </>
      ) : (
        <p className="text-fg-muted text-sm">{t("no_signature")}</p>
      )}
    </div>
  );
}

function Fields({ label, fields }: { label: string; fields: readonly Field[] }) {
  const t = useTranslations("viewer");
  if (fields.length === 0) return null;
  return (
    <div className="min-w-0 overflow-hidden rounded-lg border">
      <h3 className="border-b px-4 py-1.5 font-semibold text-sm">
        {t("count_of", { label, count: fields.length })}
      </h3>
      <div className="max-h-80 overflow-y-auto">
        <Table label={label}>
          <thead>
            <tr>
              <Th>{t("field")}</Th>
              <Th>{t("type")}</Th>
              <Th>{t("shape")}</Th>
              <Th>{t("needed")}</Th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ name, type, shape, required }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: tensors may have no name
              <Tr key={at}>
                <Td className="max-w-72 break-words font-mono text-xs">
                  {name ?? <span className="font-sans text-fg-muted">{t("unnamed")}</span>}
                </Td>
                <Td className="font-mono text-xs">{type}</Td>
                <Td className="nums font-mono text-xs">{shape ? `(${shape.join(", ")})` : ""}</Td>
                <Td>{required ? t("yes") : t("no")}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
    </div>
  );
}
