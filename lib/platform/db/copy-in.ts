import type pg from "pg";

/** What of node-postgres' connection answers a COPY; its types leave it out. */
type CopyConnection = { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void };

/** Sends what `COPY ... FROM STDIN` reads, on a connection that the caller holds. */
export function copyIn(client: pg.PoolClient, text: string, chunks: readonly Buffer[]): Promise<void> {
  return new Promise((done, failed) => {
    client.query(new CopyIn(text, chunks, (error) => (error ? failed(error) : done())));
  });
}

/** A statement as node-postgres' queue knows it. The client replaces `callback` by one that also ends its timer. */
class CopyIn implements pg.Submittable {
  constructor(
    readonly text: string,
    readonly chunks: readonly Buffer[],
    public callback: (error?: Error) => void,
  ) {}

  submit(connection: pg.Connection): void {
    connection.query(this.text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    for (const chunk of this.chunks) connection.sendCopyFromChunk(chunk);
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.callback();
  }

  handleError(error: Error): void {
    this.callback(error);
  }
}
