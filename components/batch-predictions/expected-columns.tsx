"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { contractQuery } from "@/components/endpoints/playground/ask";
import { Badge } from "@/components/ui/badge";
import { ErrorState } from "@/components/ui/states";
import type { ContractField } from "@/lib/endpoints/schema";

/** Which columns the rows must have, by what the endpoint takes now; features that it joins are none of them. */
export function ExpectedColumns({ endpoint, service }: { endpoint: string; service: string | null }) {
  const t = useTranslations("batch_predictions");
  const contract = useQuery(contractQuery(endpoint));
  if (contract.isPending)
    return (
      <p role="status" className="text-fg-subtle text-xs">
        {t("reading_columns")}
      </p>
    );
  if (contract.isError) return <ErrorState error={contract.error} onRetry={() => void contract.refetch()} />;
  const { rows, inputs } = contract.data;
  return (
    <div className="grid gap-1.5">
      <p className="font-medium text-sm">{t("expected_columns")}</p>
      {rows === "tensors" ? (
        <p className="text-fg-subtle text-xs">{t("expects_tensors")}</p>
      ) : (
        <ul className="flex flex-wrap gap-1.5">
          {inputs.map((input) => (
            <li key={input.name} className="min-w-0">
              <Badge tone="neutral" className="max-w-full">
                <code className="min-w-0 truncate">{input.name}</code>
                <span className="text-fg-subtle">
                  {input.is_required ? typeOf(input) : t("may_be_missing", { type: typeOf(input) })}
                </span>
              </Badge>
            </li>
          ))}
        </ul>
      )}
      {service ? <p className="text-fg-subtle text-xs">{t("joined_from", { service })}</p> : null}
    </div>
  );
}

const typeOf = ({ type, shape }: ContractField) =>
  shape.length > 0 ? `${type} [${shape.map((one) => (one < 0 ? "*" : one)).join(", ")}]` : type;
