import { bareHeader, normaliseHeader } from '../../../kernel/sheet-header.ts';

/** A field there is already, with all its names, and the initials they are known by. */
export type KnownField = Readonly<{ of: string; zh: string; en: string; aliases: readonly string[]; initials: readonly string[] }>;
export const likenesses = ['name', 'alias', 'similar', 'initials'] as const;
export type Likeness = Readonly<{ of: string; zh: string; en: string; by: (typeof likenesses)[number] }>;

/** Words that say nothing of what a field is about. */
const filler = /项目|情况|本年|目前|当前|实际|是否|填报|的/g;
const core = (label: string) => bareHeader(label).replace(filler, '');
const pairs = (text: string) => new Set(Array.from({ length: [...text].length - 1 }, (_, i) => [...text].slice(i, i + 2).join('')));

/** Twice the shared pairs of characters, in hundredths of all. */
function shared(a: string, b: string): number {
  const [x, y] = [pairs(a), pairs(b)];
  if (x.size + y.size === 0) return 0;
  const common = [...x].filter((pair) => y.has(pair)).length;
  return (common * 200) / (x.size + y.size);
}
const leastShared = 60;
const leastInitials = 4;

/** Is the new field one that the ledger has already? By its name, another of its names, a similar one, or its pinyin initials. */
export function likenessesOf(label: string, initials: string, known: readonly KnownField[]): Likeness[] {
  const name = bareHeader(label);
  const found = known.flatMap((f): Likeness[] => {
    const by = likeness(name, initials, f);
    return by ? [{ of: f.of, zh: f.zh, en: f.en, by }] : [];
  });
  return found.toSorted((a, b) => likenesses.indexOf(a.by) - likenesses.indexOf(b.by)).slice(0, 5);
}
function likeness(name: string, initials: string, f: KnownField): Likeness['by'] | null {
  if (bareHeader(f.zh) === name || normaliseHeader(f.en) === name) return 'name';
  if (f.aliases.some((alias) => bareHeader(alias) === name)) return 'alias';
  const names = [f.zh, ...f.aliases].map(core);
  const own = core(name);
  if (own !== '' && names.some((n) => n === own || shared(n, own) >= leastShared)) return 'similar';
  return initials.length >= leastInitials && f.initials.includes(initials) ? 'initials' : null;
}

/** Fields whose exact names the ledger has must say why they are asked again. */
export const needsReason = (found: readonly Likeness[]) => found.some((l) => l.by === 'name' || l.by === 'alias');
