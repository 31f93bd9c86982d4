import { type Client, client, fill } from '../kernel/client.ts';
import type { Contract, Endpoint, Result, Sent } from '../kernel/contract.ts';
import { Refusal, type RefusalKind } from '../kernel/refusal.ts';

/** Demanded by the server on every write: a foreign page cannot send it (defence against forged requests). */
const headers = { 'x-zhuchao': '1' };

let signedOut: () => void = () => {};
/** What happens when the server no longer knows the session. Set once by main. */
export const onSignedOut = (act: () => void) => void (signedOut = act);

/** The typed caller of a room's contract: `const projects = api(projectsContract)`. Throws Refusal, and nothing else. */
export const api = <C extends Contract>(endpoints: C): Client<C> => client(endpoints, request);

/** The address of a GET endpoint, for plain links and downloads. */
export const addressOf = <E extends Endpoint>(endpoint: E, input: Sent<E>): string =>
  `/api${fill(endpoint.path, input as Parameters<typeof fill>[1])}`;

/** Sends a write while the page goes away; nobody is there to read the answer. */
export function sendLast<E extends Endpoint>(endpoint: E, input: Sent<E>): void {
  const { body } = input as { body?: unknown };
  const told = { ...headers, 'content-type': 'application/json' };
  const init = { method: endpoint.method, credentials: 'same-origin', keepalive: true, headers: told, body: JSON.stringify(body) } as const;
  void fetch(addressOf(endpoint, input), init).catch(() => undefined);
}

async function request(url: string, init: RequestInit): Promise<Response> {
  const response = await reach(url, { ...init, credentials: 'same-origin', headers: { ...init.headers, ...headers } });
  if (!response.headers.get('content-type')?.includes('json')) throw unreadable(response.status);
  if (response.status === 401) await noteSignedOut(response.clone());
  return response;
}

async function noteSignedOut(response: Response) {
  const { code } = (await response.json()) as { code?: string };
  if (code === 'session.required') signedOut();
}

const reach = (url: string, init: RequestInit) =>
  fetch(url, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw cancelled();
    throw new Refusal('conflict', 'request.unreachable');
  });
const unreadable = (status: number) => new Refusal('conflict', 'request.unreadable_answer', { status });
const cancelled = () => new Refusal('conflict', 'request.cancelled');

/** Turns the server's answer about a refused request into the refusal it was. */
function refusalOf(data: unknown, status: number): Refusal {
  if (typeof data !== 'object' || data === null || !('code' in data)) return unreadable(status);
  const { kind, code, details } = data as { kind: RefusalKind; code: string; details?: Record<string, unknown> };
  return new Refusal(kind, code, details ?? {});
}

/** Sends one file to an `upload` endpoint, saying how far it is (0 to 1). Aborting the signal cancels it. */
export function upload<E extends Endpoint & { upload: true }>(
  endpoint: E,
  input: Sent<E>,
  file: File,
  onProgress: (share: number) => void,
  signal?: AbortSignal,
): Promise<Result<E>> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(endpoint.method, addressOf(endpoint, input));
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.responseType = 'json';
    xhr.upload.onprogress = (e) => e.lengthComputable && onProgress(e.loaded / e.total);
    xhr.onerror = () => reject(new Refusal('conflict', 'request.unreachable'));
    xhr.onabort = () => reject(cancelled());
    xhr.onload = () => {
      if (xhr.status < 300) return resolve(endpoint.result.parse(xhr.response) as Result<E>);
      const refusal = refusalOf(xhr.response, xhr.status);
      if (refusal.code === 'session.required') signedOut();
      return reject(refusal);
    };
    signal?.addEventListener('abort', () => xhr.abort());
    const form = new FormData();
    form.append('file', file);
    xhr.send(form);
  });
}

/** Follows a `stream` endpoint until it ends; every event is checked against the contract. */
export async function subscribe<E extends Endpoint & { stream: true }>(
  endpoint: E,
  input: Sent<E>,
  onEvent: (event: Result<E>) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await reach(addressOf(endpoint, input), { headers, credentials: 'same-origin', signal });
  if (!response.ok || !response.body) throw refusalOf(await response.json().catch(() => null), response.status);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw signal.aborted ? cancelled() : new Refusal('conflict', 'request.unreachable');
    });
    if (done) return;
    const events = (rest + value).split('\n\n');
    rest = events.pop()!;
    for (const event of events) onEvent(endpoint.result.parse(JSON.parse(event.replace(/^data: /, ''))) as Result<E>);
  }
}
