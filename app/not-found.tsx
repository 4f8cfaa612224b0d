import { SearchX } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { EmptyState } from "@/components/ui/states";

export default async function NotFound() {
  const t = await getTranslations("shell");
  return (
    <div className="grid min-h-[60dvh] place-items-center">
      <EmptyState
        icon={<SearchX aria-hidden />}
        title={t("not_found")}
        description={t("not_found_detail")}
        action={
          <Button asChild variant="primary">
            <Link href="/">{t("go_home")}</Link>
          </Button>
        }
      />
    </div>
  );
}
