"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useEffect, useState } from "react";
import { useReasonWords } from "@/components/ui/reason-words";
import { ApiError, onReason } from "@/lib/client/api-error";

const STALE_MS = 30_000;
const MAX_RETRIES = 2;

/** Packages that add style elements at run time (scroll lock of dialogs) read the nonce here. */
declare global {
  var __webpack_nonce__: string | undefined;
}

/** Providers of every page, sign-in included; the console adds its own in components/layout/console-providers. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  useReasons();
  usePrintedLinks();
  if (typeof window !== "undefined") globalThis.__webpack_nonce__ = nonce;
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      disableTransitionOnChange
      {...(nonce ? { nonce } : {})}
    >
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </ThemeProvider>
  );
}

/** Reasons of refusals are shown in the reader's language in every form and list. */
function useReasons(): void {
  const words = useReasonWords();
  useEffect(() => onReason(words), [words]);
}

/**
 * A client of MLflow whose tracking address is this server's root prints links to the root, with the page behind a #. It
 * arrives here with any page that answers, sign-in included; the page at /mlflow knows what it means.
 */
function usePrintedLinks(): void {
  useEffect(() => {
    const { hash } = window.location;
    if (hash.startsWith("#/")) window.location.replace(`/mlflow/${hash}`);
  }, []);
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        // A refusal would be repeated, so only time-outs and overload are retried.
        retry: (count, error) =>
          count < MAX_RETRIES && (!(error instanceof ApiError) || error.status === 0 || error.status >= 502),
      },
    },
  });
}
