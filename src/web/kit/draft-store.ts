import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { draftsContract } from '../../modules/drafts/contract.ts';
import { api, sendLast } from '../api.ts';
import { useMe } from '../session.ts';

const drafts = api(draftsContract);
export type Stored<T> = Readonly<{ body: T; updatedAt: string }>;
type Body = Record<string, unknown>;
/** Long enough that a word is written, short enough that nothing is lost. */
const restMs = 700;

/** What could not be sent, since the session had ended or the line was down: waits in this tab for the same person to come back. */
const unsent = new Map<string, Stored<Body> & { personId: string }>();

/** What the person has not sent yet of a form; null when there is nothing. */
export async function storedDraft(form: string, personId: string): Promise<Stored<Body> | null> {
  const left = unsent.get(form);
  unsent.delete(form);
  if (left?.personId === personId) return left;
  return (await drafts.get({ query: { form } })).draft;
}

/** Writes a draft down when its writer pauses, leaves the page, or closes it. */
class Writer {
  readonly #form: string;
  readonly #personId: string;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #body: Body | null = null;
  constructor(form: string, personId: string) {
    this.#form = form;
    this.#personId = personId;
  }

  keep(body: Body) {
    this.#take();
    this.#body = body;
    this.#timer = setTimeout(() => this.#send(), restMs);
  }
  drop() {
    this.#take();
    unsent.delete(this.#form);
    void drafts.remove({ query: { form: this.#form } }).catch(() => undefined);
  }
  /** From now on until it is let go; what waits then is sent. */
  open(): () => void {
    const onHide = () => this.#sendLast();
    addEventListener('pagehide', onHide);
    return () => {
      removeEventListener('pagehide', onHide);
      this.#send();
    };
  }

  #take(): Body | null {
    if (this.#timer) clearTimeout(this.#timer);
    const body = this.#body;
    [this.#timer, this.#body] = [null, null];
    return body;
  }
  readonly #input = (body: Body) => ({ query: { form: this.#form }, body: { place: location.pathname + location.search, body } });
  #send() {
    const body = this.#take();
    if (!body) return;
    drafts.save(this.#input(body)).catch(() => {
      unsent.set(this.#form, { personId: this.#personId, body, updatedAt: new Date().toISOString() });
    });
  }
  #sendLast() {
    const body = this.#take();
    if (body) sendLast(draftsContract.save, this.#input(body));
  }
}

/** Keeps a draft of a form for the person: `keep` may be called with every key pressed, `drop` once it is sent or not wanted any more. */
export function useDraftStore<T extends Body>(form: string) {
  const queries = useQueryClient();
  const personId = useMe().person.id;
  const [writer] = useState(() => new Writer(form, personId));
  useEffect(() => writer.open(), [writer]);
  return {
    keep: (body: T) => writer.keep(body),
    drop: () => {
      writer.drop();
      queries.setQueryData(['draft', form], null);
    },
  };
}
