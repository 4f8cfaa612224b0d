import { Link } from "@/components/ui/link";
import { viewHref } from "./queries";

/** "view:feature", each a link to its view. */
export function ReferenceLinks({ references }: { references: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3">
      {references.map((reference) => (
        <li key={reference}>
          <Link
            href={viewHref(reference.split(":")[0] ?? "")}
            className="inline-flex min-h-6 items-center break-all font-mono text-xs hover:underline"
          >
            {reference}
          </Link>
        </li>
      ))}
    </ul>
  );
}
