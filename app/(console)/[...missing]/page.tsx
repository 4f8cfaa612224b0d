import { notFound } from "next/navigation";
import { requireSession } from "@/lib/http/session";

/** An unknown address is shown inside the shell and needs sign-in, as every other page. */
export default async function MissingPage(): Promise<never> {
  await requireSession();
  notFound();
}
