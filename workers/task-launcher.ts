import { closeInherited } from "./tasks/sandbox/inherited";
import { type LaunchOrder, launch } from "./tasks/sandbox/launch";

/**
 * The process that starts tasks for a worker. The kernel copies a process' page tables when it forks, and the worker's are
 * large; this one stays small. Without its worker it has nothing to do.
 */
closeInherited();
process.on("message", (order: LaunchOrder) => launch(order, (news) => process.send?.(news)));
process.on("disconnect", () => process.exit());
