import type { Changes } from './changes.ts';

const mostBytes = 16 * 2 ** 20;
const longest = 10_000;
type Kept = { mark: string; until: number; body: Buffer };

/** Answers as they went out, to be given again to the same person at the same address until anything is recorded. */
export class Answers {
  readonly #changes: Changes;
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  /**
   * The answer that still holds, unless it is wanted anew; else how to keep the one that is about to be made, or nothing while nobody
   * hears of changes.
   */
  find(key: string, isWantedAnew = false): Buffer | ((body: string) => void) | undefined {
    if (!this.#changes.isHeard) return undefined;
    const mark = this.#changes.mark();
    const found = isWantedAnew ? undefined : this.#kept.get(key);
    if (found?.mark === mark && Date.now() < found.until) return found.body;
    return (body) => this.#keep(key, { mark, until: Date.now() + longest, body: Buffer.from(body) });
  }

  #keep(key: string, kept: Kept) {
    if (this.#bytes + kept.body.length > mostBytes) {
      this.#kept.clear();
      this.#bytes = 0;
    }
    this.#bytes += kept.body.length - (this.#kept.get(key)?.body.length ?? 0);
    this.#kept.set(key, kept);
  }
}
