"use client";
import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";

type Props = { name: string; origin: string };

/** Where and in which forms the endpoint is asked. */
export function AskCard({ name, origin }: Props) {
  const t = useTranslations("endpoints");
  const base = `/predict/${name}`;
  const code = `POST ${origin}${base}
POST ${origin}/v2/models/${name}/infer
POST ${origin}/invocations/${name}`;
  return (
    <Card title={t("ask_title")} description={t("ask_text")}>
      <CodeBlock code={code} />
      <ul className="mt-3 grid gap-1 text-sm">
        {[
          { href: `${base}/docs`, label: t("docs") },
          { href: `${base}/openapi.json`, label: t("openapi") },
        ].map(({ href, label }) => (
          <li key={href}>
            {/* The data plane has no pages of Next. */}
            <a
              href={href}
              target="_blank"
              rel="noreferrer"
              className="inline-flex min-h-6 items-center gap-1 text-accent hover:underline"
            >
              {label}
              <ExternalLink aria-hidden className="size-3.5" />
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}
