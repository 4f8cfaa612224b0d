"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { GeneralError } from "@/components/settings/form-notices";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { ApiError } from "@/lib/client/api";
import type { PolicyInput } from "@/lib/retention/schema";
import { FIELDS, type PolicyText, readPolicy, textOf } from "./policy-text";
import { savePolicy } from "./queries";

type Props = {
  saved: PolicyInput & { version: number };
  text: PolicyText;
  onText: (text: PolicyText) => void;
  canWrite: boolean;
};

/** An empty field means no limit where that is allowed. The effect is shown below before saving. */
export function PolicyForm({ saved, text, onText, canWrite }: Props) {
  const t = useTranslations("retention");
  const errorText = useErrorText();
  const client = useQueryClient();
  const { policy, wrong } = readPolicy(text);
  const isChanged = JSON.stringify(text) !== JSON.stringify(textOf(saved));
  const save = useMutation({
    mutationFn: (next: PolicyInput) => savePolicy(next, saved.version),
    onSuccess: (after) => {
      toast.success(t("saved"));
      onText(textOf(after));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["retention"] }),
  });
  const problem = save.error instanceof ApiError ? save.error : null;
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (policy) save.mutate(policy);
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {FIELDS.map(({ name, mayBeEmpty }) => (
          <Field
            key={name}
            label={t(`policy.${name}`)}
            hint={t(`policy_hint.${name}`)}
            error={wrong.includes(name) ? t("wrong_number") : problem?.field(`/${name}`)}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                className="nums max-w-32"
                autoComplete="off"
                disabled={!canWrite}
                placeholder={mayBeEmpty ? t("no_limit") : undefined}
                value={text[name]}
                onChange={(event) => onText({ ...text, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <GeneralError text={save.error && !problem?.errors.length ? errorText(save.error).text : undefined} />
      {canWrite ? (
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" busy={save.isPending} disabled={!isChanged || !policy}>
            {t("save")}
          </Button>
          {isChanged ? <Button onClick={() => onText(textOf(saved))}>{t("undo")}</Button> : null}
        </div>
      ) : null}
    </form>
  );
}
