"use client";
import { Check, Minus } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { cn } from "@/lib/client/cn";

type ToggleProps = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: ReactNode;
  hint?: ReactNode;
  /** The label is read, not seen: for rows of a table. */
  labelHidden?: boolean | undefined;
  disabled?: boolean | undefined;
  name?: string | undefined;
  className?: string | undefined;
};

type LabelledProps = { id: string; control: ReactNode } & Pick<
  ToggleProps,
  "label" | "hint" | "labelHidden" | "className"
>;

function Labelled({ id, label, hint, labelHidden, className, control }: LabelledProps) {
  return (
    <div className={cn("flex items-start gap-2", className)}>
      {control}
      <div className={labelHidden ? "sr-only" : "min-w-0"}>
        <label htmlFor={id} className="block text-sm">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-fg-subtle text-xs">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}

const boxClass =
  "peer col-start-1 row-start-1 size-4 appearance-none border border-control bg-surface hover:border-fg-subtle disabled:opacity-50";
/** Holds the native box and its mark in one grid cell; the invisible rim makes the target 24 px. */
const cellClass =
  "relative mt-0.5 grid size-4 shrink-0 place-items-center [&>input]:after:absolute [&>input]:after:-inset-1";
const markClass = "pointer-events-none col-start-1 row-start-1 hidden size-3 text-on-primary";

export function Checkbox({
  checked,
  indeterminate = false,
  onChange,
  disabled,
  name,
  ...rest
}: ToggleProps & { indeterminate?: boolean }) {
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = indeterminate;
  }, [indeterminate]);
  const control = (
    <span className={cellClass}>
      <input
        ref={box}
        type="checkbox"
        id={id}
        name={name}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
        aria-describedby={rest.hint ? `${id}-hint` : undefined}
        className={cn(
          boxClass,
          "rounded-sm checked:border-primary checked:bg-primary indeterminate:border-primary indeterminate:bg-primary",
        )}
      />
      {indeterminate ? (
        <Minus aria-hidden strokeWidth={3} className={cn(markClass, "peer-indeterminate:block")} />
      ) : (
        <Check aria-hidden strokeWidth={3} className={cn(markClass, "peer-checked:block")} />
      )}
    </span>
  );
  return <Labelled id={id} control={control} {...rest} />;
}

export function Switch({ checked, onChange, disabled, name, ...rest }: ToggleProps) {
  const id = useId();
  const control = (
    <span className="relative mt-0.5 flex shrink-0 items-center">
      <input
        type="checkbox"
        role="switch"
        id={id}
        name={name}
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
        aria-describedby={rest.hint ? `${id}-hint` : undefined}
        className="peer h-4 w-7 appearance-none rounded-full bg-control transition-colors after:absolute after:-inset-1 checked:bg-accent disabled:opacity-50"
      />
      <span
        aria-hidden
        className="pointer-events-none absolute left-0.5 size-3 rounded-full bg-surface transition-transform peer-checked:translate-x-3"
      />
    </span>
  );
  return <Labelled id={id} control={control} {...rest} />;
}

type RadioOption<T extends string> = { value: T; label: ReactNode; hint?: ReactNode; disabled?: boolean };
type RadioGroupProps<T extends string> = {
  label: string;
  options: readonly RadioOption<T>[];
  value: T;
  onChange: (value: T) => void;
  name?: string | undefined;
  className?: string | undefined;
};

export function RadioGroup<T extends string>({
  label,
  options,
  value,
  onChange,
  name,
  className,
}: RadioGroupProps<T>) {
  const id = useId();
  return (
    <div role="radiogroup" aria-label={label} className={cn("grid gap-2", className)}>
      {options.map((option) => (
        <Labelled
          key={option.value}
          id={`${id}-${option.value}`}
          label={option.label}
          hint={option.hint}
          control={
            <span className={cellClass}>
              <input
                type="radio"
                id={`${id}-${option.value}`}
                name={name ?? id}
                value={option.value}
                checked={option.value === value}
                disabled={option.disabled}
                onChange={() => onChange(option.value)}
                aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
                className={cn(boxClass, "rounded-full checked:border-[5px] checked:border-primary")}
              />
            </span>
          }
        />
      ))}
    </div>
  );
}
