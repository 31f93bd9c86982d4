import * as z from 'zod';

/**
 * A backup is a .tar.gz that anyone can open: `backup.json` says what it is, `tables/<table>/<n>` are the rows as PostgreSQL's COPY
 * writes them (the parts of a table follow one another), `files/<sha256>` are the kept files, and `SHA256SUMS`, at the end, has the
 * hash of every entry before it: `sha256sum -c SHA256SUMS` checks an unpacked backup.
 */
export const About = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  migrations: z.array(z.object({ name: z.string(), sha256: z.string() })).min(1),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1) })),
  sequences: z.array(z.object({ name: z.string(), value: z.int() })),
});
export type About = z.output<typeof About>;

export const aboutName = 'backup.json';
export const sumsName = 'SHA256SUMS';
export const partName = (table: string, part: number) => `tables/${table}/${String(part).padStart(6, '0')}`;
export const fileName = (sha256: string) => `files/${sha256}`;

/** What an entry's name says it is; null for a name that no backup has. */
export function entryOf(name: string): { table: string } | { sha256: string } | 'about' | 'sums' | null {
  if (name === aboutName) return 'about';
  if (name === sumsName) return 'sums';
  const table = /^tables\/([a-z0-9_]+)\/\d{6,}$/.exec(name)?.[1];
  if (table) return { table };
  const sha256 = /^files\/([0-9a-f]{64})$/.exec(name)?.[1];
  return sha256 ? { sha256 } : null;
}

export const sumsText = (sums: ReadonlyMap<string, string>) => [...sums].map(([name, sha256]) => `${sha256}  ${name}\n`).join('');

/** One line an entry: its hash, two blanks, its name. Anything else is passed over, so that its entry is missed. */
export const readSums = (text: string): Map<string, string> =>
  new Map([...text.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm)].map(([, sha256, name]) => [name!, sha256!]));
