import { notFound } from "next/navigation";
import { requireSession } from "@/lib/http/session";

/** A wrong address keeps the shell around it, and asks strangers to sign in like every other page. */
export default async function MissingPage(): Promise<never> {
  await requireSession();
  notFound();
}
