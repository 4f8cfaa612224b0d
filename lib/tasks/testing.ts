import { waitFor } from "@/lib/testing";
import { createTaskQueue, type TaskQueue } from "./index";

/** A queue that is connected: a command before that would be refused at once, as while Redis is away. */
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
