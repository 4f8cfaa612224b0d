import { remembered, useRemembered } from "@/components/ui/remembered";

/** View options for logs, stored in the browser for all logs. */
export type LogView = { wrap: boolean; times: boolean };
const view = remembered<LogView>("gwanje.log-view", { wrap: true, times: false });

export const useLogView = () => useRemembered(view);
