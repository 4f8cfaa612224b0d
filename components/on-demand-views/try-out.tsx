"use client";
import { useMutation } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { typedValue } from "@/components/features/typed-value";
import { valueText } from "@/components/features/value-text";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useErrorText } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { ApiError } from "@/lib/client/api";
import { EXPRESSION_TYPES, type ExpressionType } from "@/lib/features/values";
import { type Computation, tryOnDemand } from "./queries";

type Props = {
  computation: Computation;
  /** Of an input by its name; undefined while it names no feature that is there. */
  typeOf: (input: string) => string | undefined;
};

/** One row of values, and what the expressions give for it as they stand. Nothing is saved. */
export function TryOut({ computation, typeOf }: Props) {
  const t = useTranslations("features.on_demand");
  const errorText = useErrorText();
  const [values, setValues] = useState<Record<string, string>>({});
  const inputs = [
    ...Object.keys(computation.inputs).map((name) => ({ name, type: typeOf(name) })),
    ...computation.request.map(({ name, type }) => ({ name, type: type as string | undefined })),
  ].filter(({ name }) => name !== "");
  const attempt = useMutation({
    mutationFn: () =>
      tryOnDemand({
        ...computation,
        values: Object.fromEntries(
          inputs.flatMap(({ name, type }) => {
            const known = EXPRESSION_TYPES.find((one) => one === type);
            return known ? [[name, typedValue(known, values[name] ?? "")] as const] : [];
          }),
        ),
      }),
  });
  const error = attempt.error instanceof ApiError ? attempt.error : null;
  const refusal = error?.errors.find(({ pointer }) => !pointer.startsWith("/values/"))?.detail;
  return (
    <section aria-label={t("try")} className="grid min-w-0 gap-3 rounded-lg border bg-bg p-3">
      <div>
        <h3 className="font-medium text-sm">{t("try")}</h3>
        <p className="text-fg-subtle text-xs">{t("try_text")}</p>
      </div>
      {inputs.length > 0 ? (
        <div className="grid items-start gap-3 sm:grid-cols-2">
          {inputs.map(({ name, type }) => (
            <Field
              key={name}
              label={name}
              optionalLabel={type}
              error={error?.errors.find(({ pointer }) => pointer === `/values/${name}`)?.detail}
            >
              {(control) => (
                <Input
                  {...control}
                  autoComplete="off"
                  spellCheck={false}
                  placeholder="null"
                  value={values[name] ?? ""}
                  onChange={(event) => setValues({ ...values, [name]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
      ) : null}
      <Button
        size="sm"
        icon={FlaskConical}
        className="justify-self-start"
        busy={attempt.isPending}
        onClick={() => attempt.mutate()}
      >
        {t("try_do")}
      </Button>
      {attempt.error && (refusal || !error?.errors.length) ? (
        <p role="alert" className="break-words text-danger text-sm">
          {refusal ?? errorText(attempt.error).text}
        </p>
      ) : null}
      {attempt.data ? (
        <Table label={t("try_result")}>
          <thead>
            <tr>
              <Th>{t("feature")}</Th>
              <Th>{t("type")}</Th>
              <Th>{t("value")}</Th>
            </tr>
          </thead>
          <tbody>
            {attempt.data.data.map(({ name, type, value, problem }) => (
              <Tr key={name}>
                <Td className="font-medium">{name}</Td>
                <Td>
                  <code className="text-fg-muted text-xs">{type}</code>
                </Td>
                <Td>
                  {problem === null ? (
                    <code className="break-all text-xs">{shown(type, value)}</code>
                  ) : (
                    <span className="break-words text-danger text-xs">{problem}</span>
                  )}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      ) : null}
    </section>
  );
}

const shown = (type: ExpressionType, value: unknown) => (value === null ? "null" : valueText(type, value));
