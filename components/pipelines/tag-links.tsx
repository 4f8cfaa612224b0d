"use client";
import { useTranslations } from "next-intl";
import { SelectLink } from "@/components/ui/select-link";

const SHOWN = 2;

/** A click shows the pipelines of the tag. What has no room is counted, and named in the tip. */
export function TagLinks({ tags, onChoose }: { tags: readonly string[]; onChoose: (tag: string) => void }) {
  const t = useTranslations("pipelines");
  if (tags.length === 0) return null;
  const shown = tags.slice(0, SHOWN);
  return (
    <span className="flex min-w-0 items-center gap-1">
      {shown.map((tag) => (
        <SelectLink
          key={tag}
          href={`/pipelines?tag=${encodeURIComponent(tag)}`}
          onSelect={() => onChoose(tag)}
          // A tag is often named as a pipeline is.
          aria-label={t("of_tag", { tag })}
          title={tag}
          className="min-w-6 max-w-24 truncate rounded-sm bg-surface-3 px-1.5 text-fg-muted text-xs leading-5 hover:text-fg hover:underline"
        >
          {tag}
        </SelectLink>
      ))}
      {tags.length > SHOWN ? (
        <span title={tags.slice(SHOWN).join(", ")} className="nums shrink-0 text-fg-subtle text-xs">
          {`+${tags.length - SHOWN}`}
          <span className="sr-only"> {tags.slice(SHOWN).join(", ")}</span>
        </span>
      ) : null}
    </span>
  );
}
