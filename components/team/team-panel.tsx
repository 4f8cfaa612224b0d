"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { ApiError, api, replyOf } from "@/lib/client/api";
import { isLocale, LANGUAGES } from "@/lib/client/locales";
import type { TeamView } from "@/lib/team/schema";
import { ZonePicker } from "./zone-picker";

/** The team's name, and what people get who have chosen nothing. */
export function TeamPanel({ team }: { team: TeamView }) {
  const t = useTranslations("team.team");
  const profile = useTranslations("team.profile");
  const router = useRouter();
  const errorText = useErrorText();
  const [edits, setEdits] = useState<Partial<TeamView>>({});
  const values = { ...team, ...edits };
  const save = useMutation({
    mutationFn: () => api.patch("/team", replyOf<typeof TeamView>(), { body: edits }),
    onSuccess: () => {
      setEdits({});
      toast.success(profile("saved"));
      router.refresh();
    },
    onError: (problem) => {
      const told = problem instanceof ApiError && problem.errors.length > 0;
      if (!told) toast.error(errorText(problem).text);
    },
  });
  const problem = save.error instanceof ApiError ? save.error : null;
  return (
    <Card title={t("title")} description={t("description")}>
      <form
        className="grid max-w-sm gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label={t("name")} error={problem?.field("/name")}>
          {(control) => (
            <Input
              {...control}
              autoComplete="organization"
              value={values.name}
              onChange={(event) => setEdits({ ...edits, name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("language")} error={problem?.field("/locale")}>
          {({ "aria-required": _, ...control }) => (
            <Select
              {...control}
              options={LANGUAGES}
              value={values.locale}
              onChange={(locale) => isLocale(locale) && setEdits({ ...edits, locale })}
            />
          )}
        </Field>
        <Field label={t("time_zone")} error={problem?.field("/time_zone")}>
          {(control) => (
            <ZonePicker
              control={control}
              value={values.time_zone}
              onChange={(zone) => zone !== null && setEdits({ ...edits, time_zone: zone })}
            />
          )}
        </Field>
        <div>
          <Button
            type="submit"
            variant="primary"
            busy={save.isPending}
            disabled={Object.keys(edits).length === 0}
          >
            {profile("save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
