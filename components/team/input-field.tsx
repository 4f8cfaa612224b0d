import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type InputFieldProps = {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  required?: boolean;
  type?: "text" | "email" | "password";
  /** As password managers know it. */
  name?: string | undefined;
  autoComplete: string;
  autoFocus?: boolean;
  readOnly?: boolean;
  value: string;
  onValue: (value: string) => void;
};

/** One line of a form about a person: what stands on every door and in the dialogs behind it. */
export function InputField({ label, hint, error, required, onValue, ...input }: InputFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} required={required}>
      {(control) => <Input {...control} {...input} onChange={(event) => onValue(event.target.value)} />}
    </Field>
  );
}
