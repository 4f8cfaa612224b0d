import { cn } from "@/lib/client/cn";

/** A diff as git writes it, its lines in the colours of what they do. */
export function DiffText({ text }: { text: string }) {
  return (
    <pre
      tabIndex={0}
      className="max-h-[60dvh] min-w-0 overflow-auto rounded-lg border bg-bg py-2 text-xs leading-5 focus-visible:-outline-offset-2"
    >
      {text
        .trimEnd()
        .split("\n")
        .map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text is replaced as a whole
          <span key={at} className={cn("block min-w-max px-3", lookOf(line))}>
            {line === "" ? " " : line}
          </span>
        ))}
    </pre>
  );
}

function lookOf(line: string): string {
  if (/^(diff |index |\+\+\+ |--- )/.test(line)) return "font-semibold";
  if (line.startsWith("@@")) return "text-fg-muted";
  if (line.startsWith("+")) return "bg-success-soft text-success";
  return line.startsWith("-") ? "bg-danger-soft text-danger" : "";
}
