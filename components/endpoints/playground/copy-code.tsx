"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-button";
import { toast } from "@/components/ui/toaster";
import { codeOf, type Language } from "./code";

const LANGUAGES: readonly { language: Language; name: string }[] = [
  { language: "curl", name: "curl" },
  { language: "python", name: "Python" },
  { language: "javascript", name: "JavaScript" },
];

/** The question as a command or a program; the token comes from the environment of the one who runs it. */
export function CopyCode({ url, body }: { url: string; body: string }) {
  const t = useTranslations("endpoints");
  return LANGUAGES.map(({ language, name }) => (
    <Button
      key={language}
      variant="ghost"
      onClick={() =>
        void copyText(codeOf(language, url, body)).then((done) => done && toast.info(t("playground.copied")))
      }
    >
      {t("playground.copy_as", { language: name })}
    </Button>
  ));
}
