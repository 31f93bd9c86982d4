/** Files read at the same time in one server: each may take several hundred megabytes. */
const atOnce = 3;
let running = 0;
const waiting: (() => void)[] = [];

/** Waits until fewer than three files are being read; the answer gives the turn back. */
export async function takeTurn(signal?: AbortSignal): Promise<() => void> {
  if (running < atOnce) running += 1;
  else await queued(signal);
  let given = false;
  return () => {
    if (given) return;
    given = true;
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };
}

function queued(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      waiting.splice(waiting.indexOf(turn), 1);
      reject(signal?.reason);
    };
    const turn = () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    waiting.push(turn);
  });
}
