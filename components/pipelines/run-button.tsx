"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { ChevronDown, Play, SlidersHorizontal } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useEffect, useRef, useState } from "react";
import { useHotkeys } from "@/components/keyboard/use-hotkeys";
import { triggerRun } from "@/components/runs/queries";
import { runHref } from "@/components/runs/run-href";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { newIdempotencyKey } from "@/lib/client/idempotency";
import { fieldsOf } from "./params";
import { pipelineQueries } from "./queries";

/** The form is loaded when it opens. */
const TriggerDialog = dynamic(() => import("./trigger-dialog").then((module) => module.TriggerDialog), {
  ssr: false,
});

/** Starts a run at once when the pipeline has no parameters; else opens the form. */
export function RunButton({ dagId }: { dagId: string }) {
  const t = useTranslations("trigger");
  const errorText = useErrorText();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  // The palette opens this page with the form; the parameter is removed, so that a reload does not open it again.
  const [start, setStart] = useQueryState("start", parseAsBoolean);
  useEffect(() => {
    if (!start) return;
    setAsking(true);
    void setStart(null);
  }, [start, setStart]);
  const pipeline = useQuery(pipelineQueries.detail(dagId));
  const schema = pipeline.data?.head?.spec.params;
  const asks = fieldsOf(schema).length > 0;
  /** One key for each click, so a double click makes one run. */
  const key = useRef(newIdempotencyKey());
  const trigger = useMutation({
    mutationFn: () => triggerRun(dagId, { params: {}, logical_date: null, note: null }, key.current),
    onSuccess: ({ id }) => {
      key.current = newIdempotencyKey();
      toast.success(t("started"));
      router.push(runHref(dagId, id));
    },
    onError: (error) => {
      const { title, detail } = errorText(error);
      toast.error(title, { description: detail });
    },
  });
  const ready = pipeline.data?.head !== null && pipeline.data !== undefined;
  useHotkeys(ready ? [{ keys: "KeyR", label: t("run_options"), run: () => setAsking(true) }] : []);
  return (
    <>
      {asks ? (
        <Button icon={Play} variant="primary" disabled={!ready} onClick={() => setAsking(true)}>
          {t("run_ask")}
        </Button>
      ) : (
        <span className="inline-flex">
          <Button
            icon={Play}
            variant="primary"
            className="rounded-r-none"
            disabled={!ready}
            busy={trigger.isPending}
            onClick={() => trigger.mutate()}
          >
            {t("run_now")}
          </Button>
          <Menu
            pageKey={ready ? t("more") : undefined}
            trigger={
              <IconButton
                icon={ChevronDown}
                label={t("more")}
                variant="primary"
                disabled={!ready}
                className="w-7 rounded-l-none border-on-primary/25 border-l"
              />
            }
          >
            <MenuItem icon={SlidersHorizontal} shortcut="r" onSelect={() => setAsking(true)}>
              {t("run_options")}
            </MenuItem>
          </Menu>
        </span>
      )}
      {asking && ready ? (
        <TriggerDialog dagId={dagId} schema={schema} onClose={() => setAsking(false)} />
      ) : null}
    </>
  );
}
