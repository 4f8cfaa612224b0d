"use client";
import { Link } from "@/components/ui/link";
import { useViewHref } from "./use-referable";

/** "view:feature", each a link to its view. */
export function ReferenceLinks({ references }: { references: readonly string[] }) {
  const hrefOf = useViewHref();
  return (
    <ul className="flex flex-wrap gap-x-3">
      {references.map((reference) => (
        <li key={reference}>
          <Link
            href={hrefOf(reference.split(":")[0] ?? "")}
            className="inline-flex min-h-6 items-center break-all font-mono text-xs hover:underline"
          >
            {reference}
          </Link>
        </li>
      ))}
    </ul>
  );
}
