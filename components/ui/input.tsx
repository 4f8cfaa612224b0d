import { Search, X } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "@/lib/client/cn";

export const controlClass =
  "w-full rounded-md border border-control bg-surface px-2.5 text-fg text-sm transition-colors hover:border-fg-subtle focus-visible:border-accent focus-visible:outline-offset-0 disabled:bg-surface-2 disabled:text-fg-subtle aria-invalid:border-danger";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input {...props} className={cn(controlClass, "h-8", className)} />;
}

export function Textarea({ className, rows = 4, ...props }: ComponentProps<"textarea">) {
  return <textarea rows={rows} {...props} className={cn(controlClass, "py-1.5", className)} />;
}

type SearchInputProps = Omit<ComponentProps<"input">, "onChange" | "value" | "type"> & {
  label: string;
  clearLabel: string;
  value: string;
  onChange: (value: string) => void;
};

/** The page's filter box: `/` focuses the one marked `data-page-filter`. */
export function SearchInput({ label, clearLabel, value, onChange, className, ...props }: SearchInputProps) {
  return (
    <div className={cn("relative w-60 max-w-full", className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-fg-subtle" />
      <input
        aria-label={label}
        placeholder={label}
        data-page-filter=""
        {...props}
        type="search"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.code !== "Escape" || event.nativeEvent.isComposing) return;
          if (value) onChange("");
          else event.currentTarget.blur();
        }}
        className={cn(controlClass, "h-8 px-8 [&::-webkit-search-cancel-button]:hidden")}
      />
      {value ? (
        <button
          type="button"
          aria-label={clearLabel}
          onClick={() => onChange("")}
          className="absolute top-1 right-1 grid size-6 place-items-center rounded-sm text-fg-subtle hover:bg-surface-2 hover:text-fg"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      ) : null}
    </div>
  );
}
