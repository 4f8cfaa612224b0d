"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { featureQueries } from "@/components/features/queries";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { TypedJoin } from "./joined";

type Props = {
  value: TypedJoin;
  field: (pointer: string) => string | undefined;
  onChange: (value: TypedJoin) => void;
};

/** No service has such a name. */
const NONE = "-";

/** A feature service whose features rows get, and what they are while the online store is away. */
export function JoinedFields({ value, field, onChange }: Props) {
  const t = useTranslations("endpoints.joined");
  const found = useQuery({ ...featureQueries.services(), retry: false }).data?.data ?? [];
  const names = found.map(({ name }) => name);
  const listed = value.service === "" || names.includes(value.service) ? names : [value.service, ...names];
  return (
    <>
      <Field label={t("service")} hint={t("service_hint")} error={field("/feature_service")}>
        {({ id, "aria-describedby": describedBy, "aria-invalid": invalid }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            value={value.service || NONE}
            onChange={(next) => onChange({ ...value, service: next === NONE ? "" : next })}
            options={[
              { value: NONE, label: t("none") },
              ...listed.map((name) => ({ value: name, label: name })),
            ]}
          />
        )}
      </Field>
      {value.service === "" ? null : (
        <Field
          label={t("fallback")}
          optionalLabel={t("optional")}
          hint={t("fallback_hint")}
          error={field("/feature_fallback")}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              spellCheck={false}
              className="font-mono text-xs"
              placeholder="driver_stats:conv_rate=0.5"
              value={value.fallback}
              onChange={(event) => onChange({ ...value, fallback: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}
