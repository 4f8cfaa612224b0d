import { viewHref } from "@/components/features/queries";
import { Link } from "@/components/ui/link";

export function ViewLinks({ views }: { views: readonly { name: string }[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3">
      {views.map(({ name }) => (
        <li key={name}>
          <Link href={viewHref(name)} className="inline-flex min-h-6 items-center break-all hover:underline">
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
