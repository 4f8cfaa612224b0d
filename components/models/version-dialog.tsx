"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import type { VersionDetail } from "@/lib/models/schema";
import { describeVersion } from "./queries";
import { useDeed } from "./use-deed";

/** What people say of a version. */
export function VersionDialog({ version, onClose }: { version: VersionDetail; onClose: () => void }) {
  const t = useTranslations("models");
  const common = useTranslations("common");
  const [description, setDescription] = useState(version.description ?? "");
  const { model_name: name, number } = version;
  const save = useDeed(
    () => describeVersion(name, number, description),
    () => {
      toast.success(t("saved", { name: t("version_of", { name, number }) }));
      onClose();
    },
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("edit_version")}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button variant="primary" busy={save.busy} onClick={() => save.run()}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Field label={t("description")} hint={t("markdown_hint")} error={save.text}>
        {(control) => (
          <Textarea
            {...control}
            rows={8}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}
