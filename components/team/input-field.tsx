import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type InputFieldProps = {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  required?: boolean;
  type?: "text" | "email" | "password";
  /** The autocomplete name for password managers. */
  name?: string | undefined;
  autoComplete: string;
  autoFocus?: boolean;
  readOnly?: boolean;
  value: string;
  onValue: (value: string) => void;
};

/** A text field of forms about people, on the pages before and after sign-in. */
export function InputField({ label, hint, error, required, onValue, ...input }: InputFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} required={required}>
      {(control) => <Input {...control} {...input} onChange={(event) => onValue(event.target.value)} />}
    </Field>
  );
}
