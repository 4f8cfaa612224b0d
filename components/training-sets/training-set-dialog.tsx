"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DefinitionDialog } from "@/components/features/definition-dialog";
import { FeaturesField } from "@/components/features/features-field";
import { linesOf } from "@/components/features/form-texts";
import { featureQueries } from "@/components/features/queries";
import { useReferable } from "@/components/features/use-referable";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toaster";
import { ApiError } from "@/lib/client/api";
import { EntityRowsFields, entitiesBody, type TypedEntities } from "./entity-rows-fields";
import { makeTrainingSet } from "./queries";

type Props = { onClose: () => void; onStarted: (id: string) => void };

const WAYS = ["service", "features"] as const;

/** Which rows, and which features each of them is to have as of its time. */
export function TrainingSetDialog({ onClose, onStarted }: Props) {
  const t = useTranslations("training_sets");
  const client = useQueryClient();
  const services = (useQuery(featureQueries.services()).data?.data ?? []).map(({ name }) => name);
  const views = useReferable();
  const [entities, setEntities] = useState<TypedEntities>({
    from: "file",
    format: "parquet",
    path: "",
    rows: "",
    time: "event_timestamp",
  });
  const [chosenWay, setWay] = useState<(typeof WAYS)[number]>("service");
  const way = services.length === 0 ? "features" : chosenWay;
  const [service, setService] = useState("");
  const [text, setText] = useState("");
  const [isFull, setFull] = useState(false);
  const [isFiltered, setFiltered] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      makeTrainingSet({
        entities: entitiesBody(entities),
        ...(way === "service" ? { feature_service: service } : { features: linesOf(text) }),
        full_feature_names: isFull,
        filter_by_created_timestamp: isFiltered,
      }),
    onSuccess: ({ id }) => {
      toast.success(t("begun"));
      void client.invalidateQueries({ queryKey: ["training_sets"] });
      onStarted(id);
    },
  });
  const error = make.error instanceof ApiError ? make.error : null;
  const under = (pointer: string) =>
    error?.errors.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))?.detail;
  return (
    <DefinitionDialog
      title={t("create")}
      description={t("create_text")}
      confirm={t("make")}
      busy={make.isPending}
      standing={null}
      general={make.error && !error?.errors.length ? make.error.message : undefined}
      onClose={onClose}
      onSubmit={() => make.mutate()}
    >
      <EntityRowsFields value={entities} onChange={setEntities} under={under} />
      {services.length > 0 ? (
        <SegmentedControl
          label={t("what")}
          className="justify-self-start"
          value={way}
          onChange={setWay}
          options={WAYS.map((value) => ({ value, label: t(`ways.${value}`) }))}
        />
      ) : null}
      {way === "service" ? (
        <Field label={t("service")} error={under("/feature_service")} required>
          {({ id, "aria-describedby": describedBy, "aria-invalid": invalid }) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              aria-invalid={invalid}
              value={service || undefined}
              placeholder={t("service_choose")}
              onChange={setService}
              options={services.map((name) => ({ value: name, label: name }))}
            />
          )}
        </Field>
      ) : (
        <FeaturesField value={text} onChange={setText} views={views} error={error} />
      )}
      <Checkbox checked={isFull} onChange={setFull} label={t("full_names")} hint={t("full_names_hint")} />
      <Checkbox checked={isFiltered} onChange={setFiltered} label={t("filtered")} hint={t("filtered_hint")} />
    </DefinitionDialog>
  );
}
