import pg from 'pg';

type Kept = { mark: string; until: number; value: unknown };
/** Belt and braces: nothing is believed for longer, should a word ever be lost. */
const longest = 10_000;
const mostKept = 5000;
const channel = 'changed';

/**
 * What was recorded, by subject, as far as this process has heard: its own acts as they commit, those of other processes through the
 * database. What was read may be kept until something it depends on changes. While nobody listens nothing is kept.
 */
export class Changes {
  readonly #counts = new Map<string, number>();
  readonly #kept = new Map<string, Kept>();
  readonly #heeding = new Map<string, Set<() => void>>();
  readonly #url: string;
  readonly #own: string;
  #all = 0;
  #deaf = 0;
  #isHeard = false;

  /** `own` names the connections of this process, whose acts it knows before the database says so. */
  constructor(url: string, own: string) {
    this.#url = url;
    this.#own = own;
  }

  get isHeard(): boolean {
    return this.#isHeard;
  }

  /** An act with these subjects is committed. */
  happened(subjects: Iterable<string>): void {
    this.#all += 1;
    for (const subject of subjects) {
      this.#counts.set(subject, (this.#counts.get(subject) ?? 0) + 1);
      for (const heed of this.#heeding.get(subject) ?? []) heed();
    }
  }

  /** Calls `heed` whenever something of the subject is recorded. Answers with how to end it. */
  on(subject: string, heed: () => void): () => void {
    const all = this.#heeding.get(subject) ?? new Set();
    this.#heeding.set(subject, all.add(heed));
    return () => void all.delete(heed);
  }

  /** Equal to an earlier one as long as nothing of these subjects, or nothing at all when none is named, was recorded in between. */
  mark(subjects?: readonly string[]): string {
    return `${this.#deaf} ${subjects ? subjects.map((s) => this.#counts.get(s) ?? 0).join(' ') : this.#all}`;
  }

  /** What `load` answered last, unless something of these subjects was recorded since. */
  async kept<T>(key: string, subjects: readonly string[], load: () => Promise<T>): Promise<T> {
    if (!this.#isHeard) return load();
    const mark = this.mark(subjects);
    const found = this.#kept.get(key);
    if (found?.mark === mark && Date.now() < found.until) return found.value as T;
    const value = await load();
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(key, { mark, until: Date.now() + longest, value });
    return value;
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }

  /** Hears of what other processes record, on a connection of its own. Answers with how to stop. */
  async listen(): Promise<() => Promise<void>> {
    let stopped = false;
    let client: pg.Client | undefined;
    const lost = () => {
      if (!this.#isHeard) return;
      this.#isHeard = false;
      this.#deaf += 1;
      if (!stopped) setTimeout(() => void open().catch(() => undefined), 2000).unref();
    };
    const open = async () => {
      client = new pg.Client({ connectionString: this.#url, keepAlive: true });
      client.on('error', lost).on('end', lost);
      client.on('notification', ({ payload = '' }) => {
        const at = payload.lastIndexOf(' ');
        if (payload.slice(0, at) !== this.#own) this.happened([payload.slice(at + 1)]);
      });
      try {
        await client.connect();
        await client.query(`listen ${channel}`);
        this.#isHeard = true;
      } catch (error) {
        if (!stopped) setTimeout(() => void open().catch(() => undefined), 2000).unref();
        throw error;
      }
    };
    await open();
    return async () => {
      stopped = true;
      await client?.end();
    };
  }
}
