// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { afterEach, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/ui/tooltip";
import { ApiError } from "@/lib/client/api";
import features from "@/messages/en/features.json";
import { FieldsEditor } from "./fields-editor";
import { newField, type TypedField } from "./typed-fields";

afterEach(cleanup);

function show(value: readonly TypedField[], error: ApiError | null = null) {
  const onChange = vi.fn<(value: readonly TypedField[]) => void>();
  render(
    <NextIntlClientProvider locale="en" messages={{ features }} timeZone="UTC">
      <TooltipProvider>
        <FieldsEditor value={value} onChange={onChange} error={error} />
      </TooltipProvider>
    </NextIntlClientProvider>,
  );
  return onChange;
}
const fields = [newField("trips", "INT64"), newField("rate", "DOUBLE")];

it("what is wrong with a feature stands at its row", () => {
  const errors = [{ pointer: "/fields/1/name", code: "duplicate", detail: "rate appears twice." }];
  show(
    fields,
    new ApiError({ status: 422, code: "INVALID", title: "", detail: "", requestId: null, errors }),
  );
  const wrong = screen.getByRole("textbox", { name: "Name of feature 2" });
  expect(wrong.getAttribute("aria-invalid")).toBe("true");
  const described = document.getElementById(wrong.getAttribute("aria-describedby") ?? "");
  expect(described?.textContent).toBe("rate appears twice.");
  expect(screen.getByRole("textbox", { name: "Name of feature 1" }).getAttribute("aria-invalid")).toBeNull();
});

it("adds a feature of the last one's type, changes one and removes one; one always stays", () => {
  const onChange = show(fields);
  fireEvent.click(screen.getByRole("button", { name: "Add a feature" }));
  expect(onChange.mock.lastCall?.[0].map(({ name, type }) => [name, type])).toEqual([
    ["trips", "INT64"],
    ["rate", "DOUBLE"],
    ["", "DOUBLE"],
  ]);
  fireEvent.change(screen.getByRole("textbox", { name: "Name of feature 1" }), {
    target: { value: "count" },
  });
  expect(onChange.mock.lastCall?.[0].map(({ name }) => name)).toEqual(["count", "rate"]);
  fireEvent.click(screen.getByRole("button", { name: "Remove feature 1" }));
  expect(onChange.mock.lastCall?.[0].map(({ name }) => name)).toEqual(["rate"]);
  cleanup();
  show(fields.slice(0, 1));
  expect(screen.getByRole("button", { name: "Remove feature 1" })).toHaveProperty("disabled", true);
});
