"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { tagsOf, tagsText } from "./form-texts";

type Described = { description: string; owner: string; tags: Record<string, string> };

/** Description, owner and tags, which all definitions have: the typed texts, and the part of the body that they make. */
export function useDescribed(target: Described | null) {
  const [description, setDescription] = useState(target?.description ?? "");
  const [owner, setOwner] = useState(target?.owner ?? "");
  const [tags, setTags] = useState(tagsText(target?.tags ?? {}));
  return {
    body: { description: description.trim(), owner: owner.trim(), tags: tagsOf(tags) },
    fields: { description, setDescription, owner, setOwner, tags, setTags },
  };
}

type Props = {
  fields: ReturnType<typeof useDescribed>["fields"];
  under: (pointer: string) => string | undefined;
};

export function DescribedFields({ fields, under }: Props) {
  const t = useTranslations("features");
  const optional = t("optional");
  return (
    <>
      <Field label={t("about")} optionalLabel={optional} error={under("/description")}>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={fields.description}
            onChange={(event) => fields.setDescription(event.target.value)}
          />
        )}
      </Field>
      <Field label={t("owner")} optionalLabel={optional} error={under("/owner")}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={fields.owner}
            onChange={(event) => fields.setOwner(event.target.value)}
          />
        )}
      </Field>
      <Field label={t("tags")} optionalLabel={optional} hint={t("tags_hint")} error={under("/tags")}>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            spellCheck={false}
            className="font-mono text-xs"
            value={fields.tags}
            onChange={(event) => fields.setTags(event.target.value)}
          />
        )}
      </Field>
    </>
  );
}

/** What stands when another person saved first, for StaleNotice. */
export function useStandingRows() {
  const t = useTranslations("features");
  return (standing: Described) => [
    { label: t("about"), value: standing.description || "–" },
    { label: t("owner"), value: standing.owner || "–" },
    { label: t("tags"), value: tagsText(standing.tags) || "–" },
  ];
}
