const CHUNK_BYTES = 1_000_000;

/** Puts artifacts of 1 MB, so many megabytes a second, until it is stopped; then it says how many there were. */
export async function uploading({ serving, token }, megabytesPerSecond) {
  const body = Buffer.alloc(CHUNK_BYTES, "gwanje ");
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" };
  const made = await fetch(`${serving}/mlflow/api/2.0/mlflow/runs/create`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ experiment_id: "0", run_name: "uploads" }),
  });
  const { run } = await made.json();
  const folder = run.info.artifact_uri.replace(/^mlflow-artifacts:\/+/, "");
  const began = performance.now();
  let [sent, failed, isOver] = [0, null, false];
  const one = async () => {
    const path = `${folder}/file-${sent % 50}.bin`;
    sent += 1;
    const answer = await fetch(`${serving}/mlflow/api/2.0/mlflow-artifacts/artifacts/${path}`, {
      ...{ method: "PUT", headers, body },
    });
    await answer.text();
    if (!answer.ok) failed = new Error(`An upload answered ${answer.status}`);
  };
  const going = (async () => {
    while (!isOver && !failed) {
      const due = (sent / megabytesPerSecond) * 1_000 - (performance.now() - began);
      if (due > 0) await new Promise((done) => setTimeout(done, due));
      await one();
    }
  })();
  return {
    async stop() {
      isOver = true;
      await going;
      if (failed) throw failed;
      return (sent * CHUNK_BYTES) / 1e6 / ((performance.now() - began) / 1_000);
    },
  };
}
