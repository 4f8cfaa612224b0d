"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AlertsCard } from "@/components/alerts/alerts-card";
import type { EndpointView } from "@/lib/endpoints/schema";
import { AnswersCard } from "./answers-card";
import { AskCard } from "./ask-card";
import { CandidatesCard } from "./candidates-card";
import { type Deed, EndpointHeader } from "./endpoint-header";
import { LimitsCard } from "./limits-card";
import { endpointQueries } from "./queries";
import { ShadowCard } from "./shadow-card";
import { statesOf } from "./state-model";
import { UsagePanel } from "./usage-panel";

const RolloutDialog = dynamic(() => import("./rollout-dialog").then((module) => module.RolloutDialog), {
  ssr: false,
});
const LimitsDialog = dynamic(() => import("./limits-dialog").then((module) => module.LimitsDialog), {
  ssr: false,
});
const RollbackDialog = dynamic(() => import("./rollback-dialog").then((module) => module.RollbackDialog), {
  ssr: false,
});
const DeleteDialog = dynamic(() => import("./delete-dialog").then((module) => module.DeleteDialog), {
  ssr: false,
});

type Open = { deed: Deed; version?: number };
type Props = { initial: EndpointView; canWrite: boolean; canSeeModels: boolean; origin: string };

/** One endpoint: how it is asked, what answers, what could, and how much it takes. */
export function EndpointHome({ initial, canWrite, canSeeModels, origin }: Props) {
  const t = useTranslations("endpoints");
  const [open, setOpen] = useState<Open | null>(null);
  const { data: endpoint } = useQuery({ ...endpointQueries.detail(initial.name), initialData: initial });
  const states = statesOf(endpoint.name, useQuery(endpointQueries.states()).data?.data);
  const model = endpoint.variants.find(({ remote }) => !remote)?.model;
  const answering = states.flatMap(({ variant, version }) =>
    endpoint.variants.some(({ number }) => number === variant) ? [version] : [],
  );
  const close = () => setOpen(null);
  const version = open?.version;
  return (
    <>
      <EndpointHeader
        endpoint={endpoint}
        tab="overview"
        onDeed={canWrite ? (deed) => setOpen({ deed }) : undefined}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <section aria-label={t("usage")} className="grid min-w-0 gap-4 max-lg:order-2">
          <UsagePanel name={endpoint.name} />
          {endpoint.shadow ? <ShadowCard name={endpoint.name} /> : null}
        </section>
        <div className="grid min-w-0 gap-4">
          <AnswersCard
            endpoint={endpoint}
            states={states}
            canWrite={canWrite}
            onChange={() => setOpen({ deed: "change" })}
            onRollBack={() => setOpen({ deed: "roll_back" })}
          />
          {model !== undefined && canSeeModels ? (
            <CandidatesCard
              model={model}
              answering={answering}
              canWrite={canWrite}
              onChoose={(chosen) => setOpen({ deed: "change", version: chosen })}
            />
          ) : null}
          <AlertsCard endpoint={endpoint.name} canWrite={canWrite} />
          <LimitsCard endpoint={endpoint} canWrite={canWrite} onEdit={() => setOpen({ deed: "edit" })} />
          <AskCard name={endpoint.name} origin={origin} />
        </div>
      </div>
      {open?.deed === "change" ? (
        <RolloutDialog
          endpoint={endpoint}
          chosen={version === undefined ? undefined : { model: model ?? "", standing: `version:${version}` }}
          onClose={close}
        />
      ) : null}
      {open?.deed === "edit" ? <LimitsDialog endpoint={endpoint} onClose={close} /> : null}
      {open?.deed === "roll_back" ? <RollbackDialog endpoint={endpoint} onClose={close} /> : null}
      {open?.deed === "delete" ? <DeleteDialog endpoint={endpoint} onClose={close} /> : null}
    </>
  );
}
