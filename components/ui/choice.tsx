"use client";
import { Check, Minus } from "lucide-react";
import { Checkbox as RadixCheckbox, RadioGroup as RadixRadio, Switch as RadixSwitch } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "@/lib/client/cn";

type ToggleProps = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: ReactNode;
  hint?: ReactNode;
  /** The label is for screen readers only, in rows of a table. */
  labelHidden?: boolean | undefined;
  disabled?: boolean | undefined;
  name?: string | undefined;
  className?: string | undefined;
};

function Labelled({
  id,
  label,
  hint,
  labelHidden,
  className,
  control,
}: { id: string; control: ReactNode } & Pick<ToggleProps, "label" | "hint" | "labelHidden" | "className">) {
  return (
    <div
      className={cn("flex gap-2", labelHidden ? "items-center [&>button]:mt-0" : "items-start", className)}
    >
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

export function Checkbox({
  checked,
  indeterminate = false,
  onChange,
  disabled,
  name,
  ...rest
}: ToggleProps & { indeterminate?: boolean }) {
  const id = useId();
  const control = (
    <RadixCheckbox.Root
      id={id}
      checked={indeterminate ? "indeterminate" : checked}
      onCheckedChange={(next) => onChange(next === true)}
      disabled={disabled === true}
      {...(name ? { name } : {})}
      aria-describedby={rest.hint ? `${id}-hint` : undefined}
      className="relative mt-0.5 grid size-4 shrink-0 place-items-center rounded-sm border border-control bg-surface after:absolute after:-inset-1 hover:border-fg-subtle disabled:opacity-50 data-[state=checked]:border-primary data-[state=indeterminate]:border-primary data-[state=checked]:bg-primary data-[state=indeterminate]:bg-primary"
    >
      <RadixCheckbox.Indicator className="text-on-primary">
        {indeterminate ? (
          <Minus aria-hidden className="size-3" />
        ) : (
          <Check aria-hidden className="size-3" strokeWidth={3} />
        )}
      </RadixCheckbox.Indicator>
    </RadixCheckbox.Root>
  );
  return <Labelled id={id} control={control} {...rest} />;
}

export function Switch({ checked, onChange, disabled, name, ...rest }: ToggleProps) {
  const id = useId();
  const control = (
    <RadixSwitch.Root
      id={id}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled === true}
      {...(name ? { name } : {})}
      aria-describedby={rest.hint ? `${id}-hint` : undefined}
      className="relative mt-0.5 h-4 w-7 shrink-0 rounded-full bg-control transition-colors after:absolute after:-inset-1 disabled:opacity-50 data-[state=checked]:bg-accent"
    >
      <RadixSwitch.Thumb className="block size-3 translate-x-0.5 rounded-full bg-surface transition-transform data-[state=checked]:translate-x-3.5" />
    </RadixSwitch.Root>
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
  const choose = (next: string) => {
    const option = options.find((candidate) => candidate.value === next);
    if (option) onChange(option.value);
  };
  return (
    <RadixRadio.Root
      aria-label={label}
      value={value}
      onValueChange={choose}
      {...(name ? { name } : {})}
      className={cn("grid gap-2", className)}
    >
      {options.map((option) => (
        <Labelled
          key={option.value}
          id={`${id}-${option.value}`}
          label={option.label}
          hint={option.hint}
          control={
            <RadixRadio.Item
              id={`${id}-${option.value}`}
              value={option.value}
              disabled={option.disabled === true}
              aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
              className="relative mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-control bg-surface after:absolute after:-inset-1 disabled:opacity-50 data-[state=checked]:border-primary"
            >
              <RadixRadio.Indicator className="size-2 rounded-full bg-primary" />
            </RadixRadio.Item>
          }
        />
      ))}
    </RadixRadio.Root>
  );
}
