"use client";
import { useMutation } from "@tanstack/react-query";
import { Braces, History, ListChecks } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import { api, replyOf } from "@/lib/client/api";
import type { RunPage } from "@/lib/runs/schema";
import { ParamFields } from "./param-fields";
import { errorAt, type ParamsForm } from "./use-params";

type Props = { dagId: string; params: ParamsForm; error: unknown; showProblems: boolean };

/** The parameters of a run: as a form or as JSON, from their defaults or as in the last run. */
export function ParamsFormFields({ dagId, params, error, showProblems }: Props) {
  const t = useTranslations("trigger");
  const last = useMutation({
    mutationFn: () => api.get("/runs", replyOf<typeof RunPage>(), { query: { dag_id: dagId, limit: 1 } }),
    onSuccess: ({ data: [run] }) => {
      if (run) params.fill(run.params);
      else toast.info(t("no_last_run"));
    },
  });
  if (params.fields.length === 0 && params.json === null) return null;
  const isUnreadable = params.json !== null && !params.valid;
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" icon={History} busy={last.isPending} onClick={() => last.mutate()}>
          {t("as_last")}
        </Button>
        <Button
          size="sm"
          icon={params.json === null ? Braces : ListChecks}
          disabled={isUnreadable}
          onClick={params.toggleJson}
        >
          {t(params.json === null ? "as_json" : "as_form")}
        </Button>
      </div>
      {params.json === null ? (
        <ParamFields
          fields={params.fields}
          raw={params.raw}
          onChange={params.set}
          problems={showProblems ? params.problems : {}}
          errorAt={(pointer) => errorAt(error, pointer)}
        />
      ) : (
        <Field
          label={t("json")}
          error={isUnreadable ? t("problem.object") : errorAt(error, "/params")}
          required
        >
          {(control) => (
            <Textarea
              {...control}
              rows={8}
              spellCheck={false}
              className="font-mono text-xs"
              value={params.json ?? ""}
              onChange={(event) => params.setJson(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
    </>
  );
}
