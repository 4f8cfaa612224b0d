import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { SetupForm } from "@/components/team/setup-form";
import { deps } from "@/lib/http/deps";
import { isSetUp } from "@/lib/team";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.setup"))("title") };
}

/** There is no such page once a team exists. */
export default async function SetupPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  if (await isSetUp(deps())) notFound();
  const { token } = await searchParams;
  return <SetupForm token={typeof token === "string" ? token : ""} locale={await getLocale()} />;
}
