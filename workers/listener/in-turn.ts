import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Requests that wait on one connection; a client that sends more ahead of their answers is ended. */
const MOST_AHEAD = 100;
const ahead = new WeakMap<Socket, number>();

/**
 * Requests that come on one connection before earlier answers are sent begin one after the other, each when its answer
 * has the socket. Node never closes an answer that still waits for its socket when the client leaves, so what is counted
 * or opened for such a request would stay for ever. A request whose client left before its turn never begins.
 */
export function inTurn({ socket }: IncomingMessage, response: ServerResponse, begin: () => void): void {
  if (response.socket) {
    begin();
    return;
  }
  const waiting = (ahead.get(socket) ?? 0) + 1;
  ahead.set(socket, waiting);
  if (waiting > MOST_AHEAD) socket.destroy();
  response.once("socket", () => {
    ahead.set(socket, (ahead.get(socket) ?? 1) - 1);
    if (!socket.destroyed) begin();
  });
}
