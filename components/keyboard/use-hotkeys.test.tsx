// @vitest-environment jsdom
import { cleanup, fireEvent, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { setSingleKeys, useHotkeys } from "./use-hotkeys";

const next = vi.fn();
const palette = vi.fn();

function Page() {
  useHotkeys([
    { keys: "KeyJ", label: "next", run: next },
    { keys: "mod+KeyK", label: "palette", run: palette, inInputs: true },
  ]);
  return <input aria-label="filter" />;
}

beforeEach(() => {
  vi.clearAllMocks();
  setSingleKeys(true);
});
afterEach(cleanup);

it("works while Hangul input is on", () => {
  render(<Page />);
  fireEvent.keyDown(document.body, { code: "KeyJ", key: "ㅓ" });
  fireEvent.keyDown(document.body, { code: "KeyJ", key: "Process", keyCode: 229 });
  expect(next).toHaveBeenCalledTimes(2);
});

it("leaves text fields and half-made syllables alone", () => {
  const { getByLabelText } = render(<Page />);
  const field = getByLabelText("filter");
  fireEvent.keyDown(field, { code: "KeyJ", key: "ㅓ", isComposing: true });
  fireEvent.keyDown(field, { code: "KeyJ", key: "j" });
  fireEvent.keyDown(document.body, { code: "KeyJ", key: "ㅓ", isComposing: true });
  expect(next).not.toHaveBeenCalled();
  fireEvent.keyDown(field, { code: "KeyK", key: "k", ctrlKey: true });
  expect(palette).toHaveBeenCalledOnce();
});

it("the switch turns single keys off and keeps the rest", () => {
  setSingleKeys(false);
  render(<Page />);
  fireEvent.keyDown(document.body, { code: "KeyJ", key: "j" });
  fireEvent.keyDown(document.body, { code: "KeyK", key: "k", metaKey: true });
  expect(next).not.toHaveBeenCalled();
  expect(palette).toHaveBeenCalledOnce();
});

it("keys go away with their component", () => {
  const { unmount } = render(<Page />);
  unmount();
  fireEvent.keyDown(document.body, { code: "KeyJ", key: "j" });
  expect(next).not.toHaveBeenCalled();
});
