"use client";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { LiveProvider } from "@/components/live/live-provider";
import { StepUpDialog } from "@/components/team/step-up-dialog";
import { StepUpOutcome } from "@/components/team/step-up-outcome";
import { ClockProvider } from "@/components/time/clock";
import { Toaster } from "@/components/ui/toaster";
import { TooltipProvider } from "@/components/ui/tooltip";

type ConsoleProvidersProps = { timeZone: string; startedAt: number; children: ReactNode };

/** Providers of pages after sign-in: URL state, tooltips, toasts, clock, event stream. */
export function ConsoleProviders({ timeZone, startedAt, children }: ConsoleProvidersProps) {
  return (
    <NuqsAdapter>
      <TooltipProvider delayDuration={300}>
        <ClockProvider startedAt={startedAt} timeZone={timeZone}>
          <LiveProvider>{children}</LiveProvider>
        </ClockProvider>
        <Toaster />
        <StepUpDialog />
        <StepUpOutcome />
      </TooltipProvider>
    </NuqsAdapter>
  );
}
