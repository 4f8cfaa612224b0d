// @vitest-environment jsdom
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LiveProvider } from "./live-provider";

/** A fake EventSource, opened and broken by the test. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static last: Stream | undefined;
  readonly readyState = 1;
  constructor() {
    super();
    Stream.last = this;
  }
  close() {}
}
class Channel {
  postMessage() {}
  close() {}
}

beforeEach(() => {
  vi.stubGlobal("EventSource", Stream);
  vi.stubGlobal("BroadcastChannel", Channel);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Reader({ read }: { read: () => Promise<string> }) {
  return useQuery({ queryKey: ["pipelines", "list"], queryFn: read }).data;
}

function show(read: () => Promise<string>) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } });
  render(
    <QueryClientProvider client={client}>
      <LiveProvider>
        <Reader read={read} />
      </LiveProvider>
    </QueryClientProvider>,
  );
}
const say = (event: string) => act(async () => void Stream.last?.dispatchEvent(new Event(event)));

it("reads again what was read before the stream was open, because its changes were missed", async () => {
  let reads = 0;
  show(async () => `read ${++reads}`);
  await screen.findByText("read 1");
  await say("open");
  await screen.findByText("read 2");
  await say("open");
  expect(reads).toBe(2);
});

it("does not read twice what is read once the stream is open", async () => {
  let answer = (_: string) => {};
  const read = vi.fn(() => new Promise<string>((resolve) => (answer = resolve)));
  show(read);
  await say("open");
  await act(async () => answer("late"));
  await screen.findByText("late");
  expect(read).toHaveBeenCalledTimes(1);
});

it("reads everything again after the line was broken", async () => {
  let reads = 0;
  show(async () => `read ${++reads}`);
  await screen.findByText("read 1");
  await say("open");
  await screen.findByText("read 2");
  await say("error");
  await say("open");
  await screen.findByText("read 3");
});
