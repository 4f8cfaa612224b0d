import { middleOf } from "./grid-names";

/** A task's name within its room; screen readers get the whole one. */
export function TaskName({ name, px }: { name: string; px: number }) {
  const shown = middleOf(name, px);
  if (shown === name) return name;
  return (
    <>
      <span aria-hidden>{shown}</span>
      <span className="sr-only">{name}</span>
    </>
  );
}
