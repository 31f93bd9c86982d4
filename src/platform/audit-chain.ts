import { createHash } from 'node:crypto';
import { desc, sql } from 'drizzle-orm';
import { auditEntry, auditLink } from './audit.ts';
import type { Db, Reader, Tx } from './db.ts';
import { insertMany } from './many-rows.ts';

/** What the first entry is chained to. */
export const origin = '0'.repeat(64);
const portion = 2000;

/** The text of an entry as PostgreSQL writes it, so that every byte of it counts and no second program must imitate it. */
const entryText = sql<string>`jsonb_build_array(e.seq, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.actor_id,
  e.actor_name, e.action, e.subject, e.subject_id, e.before::text, e.after::text, e.request_id)::text`;

/** SHA-256 of the hash before it and the entry's text, both as UTF-8, in hexadecimal digits. */
export const linkHash = (before: string, text: string): string => createHash('sha256').update(before).update(text).digest('hex');

type Head = { position: number; hash: string };
const headOf = async (db: Reader): Promise<Head> =>
  (
    await db.select({ position: auditLink.position, hash: auditLink.hash }).from(auditLink).orderBy(desc(auditLink.position)).limit(1)
  )[0] ?? { position: 0, hash: origin };

/**
 * Entries without a link, oldest first. An entry may become visible after one with a higher number, since its transaction was
 * longer; no transaction lasts a day, so only the numbers of the last day need be looked through.
 */
const open = sql`from ${auditEntry} e where e.seq > coalesce(
    (select max(l.seq) from ${auditLink} l where l.linked_at < now() - interval '1 day'), 0)
  and not exists (select 1 from ${auditLink} l where l.seq = e.seq)`;

async function linkPortion(tx: Tx, now: Date): Promise<number> {
  const { rows } = await tx.execute<{ free: boolean }>(sql`select pg_try_advisory_xact_lock(hashtextextended('audit chain', 0)) as free`);
  if (!rows[0]?.free) return 0;
  const entries = await tx.execute<{ seq: number; text: string }>(
    sql`select e.seq, ${entryText} as text ${open} order by e.seq limit ${portion}`,
  );
  const head = await headOf(tx);
  const links = entries.rows.map(({ seq, text }) => {
    head.position += 1;
    head.hash = linkHash(head.hash, text);
    return { position: head.position, seq, hash: head.hash, linkedAt: now };
  });
  await insertMany(tx, auditLink, links);
  return links.length;
}

/**
 * Chains what was written since the last time; answers with the number of entries. It follows the acts instead of being part of
 * them, so that they need not wait for one another. Another server that is at it already does the work for all.
 */
export async function linkAudit(db: Db, now = new Date()): Promise<number> {
  for (let all = 0; ;) {
    const linked = await db.transaction((tx) => linkPortion(tx, now));
    all += linked;
    if (linked < portion) return all;
  }
}

/** Where the chain stands: its newest link, which can be noted elsewhere, and how many entries wait for theirs. */
export async function auditHead(db: Reader): Promise<Head & { waiting: number }> {
  const { rows } = await db.execute<{ waiting: number }>(sql`select count(*) as waiting ${open}`);
  return { ...(await headOf(db)), waiting: rows[0]!.waiting };
}

export type Linked = { position: number; seq: number; hash: string; text: string | null };

/** Every link with the text of its entry as it is now (null when there is none any more), in the order of the chain. */
export async function* readChain(db: Reader): AsyncGenerator<Linked> {
  for (let after = 0; ;) {
    const { rows } = await db.execute<Linked>(sql`
      select l.position, l.seq, l.hash, case when e.seq is null then null else ${entryText} end as text
      from ${auditLink} l left join ${auditEntry} e on e.seq = l.seq where l.position > ${after} order by l.position limit ${portion}`);
    yield* rows;
    if (rows.length < portion) return;
    after = rows.at(-1)!.position;
  }
}

/**
 * `changed`: the entry, or its link, is not what was written. `missing`: the entry is gone. `gap`: links are gone before this one.
 * `anchor`: a link that was noted elsewhere is not in the chain. `unlinked`: an entry that the chain has passed by.
 */
export type ChainFault = { fault: 'changed' | 'missing' | 'gap' | 'anchor' | 'unlinked'; position: number | null; seq: number | null };
export type ChainCheck = Head & { isClean: boolean; checked: number; waiting: number; faultCount: number; faults: ChainFault[] };
/** A link noted outside the system earlier: `12345:ab12…`. */
export type Anchor = Pick<Head, 'position' | 'hash'>;

const shownFaults = 100;

function faultOf({ position, seq, hash, text }: Linked, before: Head): ChainFault | null {
  if (position !== before.position + 1) return { fault: 'gap', position, seq };
  if (text === null) return { fault: 'missing', position, seq };
  return linkHash(before.hash, text) === hash ? null : { fault: 'changed', position, seq };
}

/** Recomputes the whole chain from the entries as they are now and names every entry that is not as it was written. */
export async function checkAudit(
  db: Reader,
  { anchor, progress = async () => undefined }: { anchor?: Anchor | undefined; progress?: (done: number) => Promise<void> } = {},
): Promise<ChainCheck> {
  const faults: ChainFault[] = [];
  let before: Head = { position: 0, hash: origin };
  let [checked, isAnchored] = [0, false];
  for await (const link of readChain(db)) {
    const fault = faultOf(link, before);
    if (fault) faults.push(fault);
    isAnchored ||= link.position === anchor?.position && link.hash === anchor.hash;
    before = { position: link.position, hash: link.hash };
    if (++checked % portion === 0) await progress(checked);
  }
  if (anchor && !isAnchored) faults.push({ fault: 'anchor', position: anchor.position, seq: null });
  for (const seq of await passedBy(db)) faults.push({ fault: 'unlinked', position: null, seq });
  const { waiting } = await auditHead(db);
  return {
    ...before,
    isClean: faults.length === 0,
    checked,
    waiting,
    faultCount: faults.length,
    faults: faults.slice(0, shownFaults),
  };
}

/** Entries that stay without a link though later ones have had theirs for a day: put in from outside. */
async function passedBy(db: Reader): Promise<number[]> {
  const { rows } = await db.execute<{ seq: number }>(sql`
    select e.seq from ${auditEntry} e
    where e.seq <= (select max(l.seq) from ${auditLink} l where l.linked_at < now() - interval '1 day')
      and not exists (select 1 from ${auditLink} l where l.seq = e.seq)
    order by e.seq limit ${shownFaults}`);
  return rows.map((r) => r.seq);
}
