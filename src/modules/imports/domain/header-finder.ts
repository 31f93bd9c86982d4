import { bareHeader, type Header, normaliseHeader } from '../../../kernel/sheet-header.ts';
import type { SetupProblem } from './setup.ts';

/** Finds the header that a setup names. */
export class HeaderFinder {
  readonly #headers: readonly Header[];
  constructor(headers: readonly Header[]) {
    this.#headers = headers;
  }
  /** The header itself, else the only one that is the same apart from width, spaces, brackets, and then apart from its unit. */
  find(label: string, problems: SetupProblem[]): Header | null {
    const same: readonly ((header: Header) => boolean)[] = [
      (h) => h.label === label,
      (h) => normaliseHeader(h.label) === normaliseHeader(label),
      (h) => bareHeader(h.label) === bareHeader(label),
    ];
    for (const is of same) {
      const found = this.#headers.filter(is);
      if (found.length === 1) return found[0]!;
      if (found.length > 1) {
        problems.push({ code: 'setup.header_ambiguous', header: label, expected: found.map((h) => h.label) });
        return null;
      }
    }
    problems.push({ code: 'setup.header_missing', header: label, expected: this.#headers.map((h) => h.label) });
    return null;
  }
}
