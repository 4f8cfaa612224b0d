import { waitFor } from "@/lib/testing";
import { createTaskQueue, type TaskQueue } from "./index";

/** Waits for the connection, because a command before that is refused at once, as while Redis is away. */
export async function connectedQueue(redisUrl: string): Promise<TaskQueue> {
  const queue = createTaskQueue(redisUrl);
  const answers = () =>
    queue.lostMemory().then(
      () => true,
      () => false,
    );
  await waitFor("Redis", answers);
  return queue;
}
