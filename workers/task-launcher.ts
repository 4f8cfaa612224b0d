import { closeInherited } from "./tasks/sandbox/inherited";
import { type LaunchOrder, launch } from "./tasks/sandbox/launch";

/**
 * Starts tasks for a worker. A fork copies the page tables of a process, and the worker's are large, so this process
 * stays small. It exits without its worker.
 */
closeInherited();
process.on("message", (order: LaunchOrder) => launch(order, (news) => process.send?.(news)));
process.on("disconnect", () => process.exit());
