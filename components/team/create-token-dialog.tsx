"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { ApiError, api, replyOf } from "@/lib/client/api";
import type { NewToken } from "@/lib/team/schema";
import { presetsFor } from "./scope-presets";

const DAYS = [7, 30, 90, 365];
const FORM = "create-token";

type Props = {
  /** API path of this owner's tokens: `/tokens`, or that of a service account. */
  base: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Permissions of the owner's role, from which scopes are chosen. */
  permissions: readonly string[];
};

/** The token is shown once, in this dialog, and forgotten when it closes. */
export function CreateTokenDialog({ base, open, onOpenChange, permissions }: Props) {
  const t = useTranslations("team.tokens");
  const words = useTranslations("team.scope");
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>([]);
  const [days, setDays] = useState("90");
  const create = useMutation({
    mutationFn: () =>
      api.post(base, replyOf<typeof NewToken>(), {
        body: { name, scopes, expires_in_days: Number(days) },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["team"] }),
  });
  const problem = create.error instanceof ApiError ? create.error : null;
  const change = (next: boolean) => {
    if (!next) {
      create.reset();
      setName("");
      setScopes([]);
    }
    onOpenChange(next);
  };
  const footer = create.data ? (
    <Button variant="primary" onClick={() => change(false)}>
      {t("done")}
    </Button>
  ) : (
    <Button type="submit" form={FORM} variant="primary" busy={create.isPending}>
      {t("create")}
    </Button>
  );
  return (
    <Dialog open={open} onOpenChange={change} title={t("create")} footer={footer}>
      {create.data ? (
        <div className="grid gap-3">
          <p className="text-sm">{t("made")}</p>
          <CodeBlock code={create.data.token} wrap />
        </div>
      ) : (
        <form
          id={FORM}
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate();
          }}
        >
          <Field label={t("name")} error={problem?.field("/name")}>
            {(control) => (
              <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />
            )}
          </Field>
          <Field label={t("expires_in")}>
            {({ "aria-required": _, ...control }) => (
              <Select
                {...control}
                options={DAYS.map((count) => ({ value: String(count), label: t("days", { count }) }))}
                value={days}
                onChange={setDays}
              />
            )}
          </Field>
          <fieldset className="grid gap-1.5">
            <legend className="mb-1 font-medium text-sm">{t("scopes")}</legend>
            <div className="mb-1 flex flex-wrap items-center gap-1.5">
              <span className="text-fg-muted text-xs">{t("presets")}</span>
              {presetsFor(permissions).map(([preset, wanted]) => (
                <Button key={preset} size="sm" onClick={() => setScopes(wanted)}>
                  {t(`preset.${preset}`)}
                </Button>
              ))}
            </div>
            {permissions
              .filter((permission) => permission !== "self:write")
              .map((permission) => (
                <Checkbox
                  key={permission}
                  label={<code className="text-xs">{permission}</code>}
                  hint={words(permission)}
                  checked={scopes.includes(permission)}
                  onChange={(on) =>
                    setScopes(on ? [...scopes, permission] : scopes.filter((scope) => scope !== permission))
                  }
                />
              ))}
            <p role="alert" className="text-danger text-xs empty:hidden">
              {problem?.field("/scopes") ?? (problem && !problem.field("/name") ? problem.message : null)}
            </p>
          </fieldset>
        </form>
      )}
    </Dialog>
  );
}
