"use client";
import { useState } from "react";
import { cn } from "@/lib/client/cn";
import { isDay } from "@/lib/client/day";
import { Input } from "./input";

type DayInputProps = {
  label: string;
  /** A day, or nothing. */
  value: string;
  /** Called with whole days and with nothing; what is half typed, or no day, is marked and not told. */
  onChange: (day: string) => void;
  className?: string | undefined;
};

/** A day as it is written everywhere: 2001-01-31, in every language of the browser. */
export function DayInput({ label, value, onChange, className }: DayInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? value;
  return (
    <Input
      className={cn("nums w-36", className)}
      aria-label={label}
      aria-invalid={text !== "" && !isDay(text)}
      placeholder={`${label} 2001-01-31`}
      autoComplete="off"
      value={text}
      onChange={(event) => {
        const next = event.currentTarget.value.trim();
        const isWhole = next === "" || isDay(next);
        setTyped(isWhole ? null : next);
        if (isWhole) onChange(next);
        else if (value !== "") onChange("");
      }}
    />
  );
}
