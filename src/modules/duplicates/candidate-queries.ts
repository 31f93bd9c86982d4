import { sql } from 'drizzle-orm';
import { type Actor, inScope } from '../../kernel/actor.ts';
import type { Day } from '../../kernel/day.ts';
import { nameKey } from '../../kernel/name-key.ts';
import { phoneKey } from '../../kernel/phone-key.ts';
import { placeKey } from '../../kernel/place-key.ts';
import type { Reader } from '../../platform/db.ts';
import type { Side, Stage } from '../projects/domain/stage.ts';
import { currentRule, rowsOf } from '../reference/queries.ts';
import type { Candidate } from './contract.ts';
import { DuplicateRules, shippedRules } from './domain/rules.ts';
import { type Compared, type Level, type Sign, signsOf, strictest } from './domain/signs.ts';

/** The thresholds in force on a day, as published; the shipped preset when nothing is. */
export async function rulesOn(db: Reader, day: Day): Promise<DuplicateRules> {
  const published = await currentRule(db, 'duplicate-check', day);
  return published ? DuplicateRules.parse(published.body) : shippedRules;
}

/** What of a new project is looked at. */
export type Newcomer = Readonly<{
  name: string;
  investorName: string | null;
  investorUscc: string | null;
  investorId: string | null;
  industryCode: string | null;
  totalFen: number | null;
  contactPhone: string | null;
  place: string | null;
  /** Codes that the city gave. */ cityCodes: readonly string[];
}>;

type Known = Omit<Compared, 'investorKeys'> &
  Readonly<{
    no: number;
    id: string;
    investorKey: string | null;
    code: string;
    name: string;
    investorName: string | null;
    stage: Stage;
    side: Side | null;
    unitId: string;
    unitName: string;
    personName: string | null;
  }>;
/** A project that looks like a newcomer, and why. */
export type Match = Readonly<{ known: Known; signs: readonly Sign[]; level: Level }>;

const compared = (n: Newcomer, investorKeys: readonly string[]): Compared => ({
  nameKey: nameKey(n.name) || n.name,
  investorKeys,
  investorUscc: n.investorUscc,
  investorId: n.investorId,
  industryCode: n.industryCode,
  totalFen: n.totalFen,
  phoneKey: (n.contactPhone && phoneKey(n.contactPhone)) || null,
  placeKey: (n.place && placeKey(n.place)) || null,
  cityCodes: n.cityCodes,
});

/** Every key under which the register knows whoever goes by these keys: the names it has and had, and those merged into it. */
async function keysOfInvestors(db: Reader, keys: readonly string[]): Promise<Map<string, string[]>> {
  const asked = [...new Set(keys.filter((k) => k !== ''))];
  if (!asked.length) return new Map();
  const rows = await rowsOf<{ asked: string; key: string }>(
    db,
    sql`with hit as (
        select w.key as asked, coalesce(e.merged_into, e.id) as id from unnest(${sql.param(asked)}::text[]) w (key) join enterprise e on e.name_key = w.key
        union select w.key, coalesce(e.merged_into, e.id) from unnest(${sql.param(asked)}::text[]) w (key)
          join enterprise_name n on n.name_key = w.key join enterprise e on e.id = n.enterprise_id)
      select h.asked, e.name_key as key from hit h join enterprise e on e.id = h.id or e.merged_into = h.id
      union select h.asked, n.name_key from hit h join enterprise e on e.id = h.id or e.merged_into = h.id join enterprise_name n on n.enterprise_id = e.id`,
  );
  return new Map(asked.map((key) => [key, [key, ...rows.filter((r) => r.asked === key).map((r) => r.key)]]));
}

const prefixesOf = (key: string | null, from: number) => {
  const characters = [...(key ?? '')];
  return Array.from({ length: Math.max(0, characters.length - from + 1) }, (_, i) => characters.slice(0, from + i).join(''));
};

/**
 * Projects that look like each of these, strictest first, whoever they belong to; merged ones are left out. Every way of being alike has
 * its index, so that one newcomer costs the same whatever the book holds. Places are looked up one by one: of several at once the
 * planner expects so many that it reads the book instead; and hits are found before their projects are read, as a planner that takes the
 * book of a first import for empty looked for all of them once more for each project.
 */
export async function matchesOf(
  db: Reader,
  newcomers: readonly Newcomer[],
  rules: DuplicateRules,
  except: readonly (readonly string[])[] = [],
): Promise<Match[][]> {
  if (!newcomers.length) return [];
  const investors = newcomers.map((n) => (n.investorName ? nameKey(n.investorName) : ''));
  const alsoKnown = await keysOfInvestors(db, investors);
  const asked = newcomers.map((n, i) => compared(n, investors[i] ? (alsoKnown.get(investors[i]) ?? [investors[i]]) : []));
  const length = (a: Compared) => [...a.nameKey].length;
  const records = asked.map((a, no) => ({
    no,
    name_key: a.nameKey,
    investor_keys: a.investorKeys,
    investor_uscc: a.investorUscc,
    investor_id: a.investorId,
    industry_code: a.industryCode,
    phone_key: a.phoneKey,
    place_key: a.placeKey && a.placeKey.length >= rules.addressCharacters ? a.placeKey : null,
    place_after: a.placeKey && a.placeKey.length >= rules.addressCharacters ? `${a.placeKey}\u{10FFFF}` : null,
    places: prefixesOf(a.placeKey, rules.addressCharacters),
    codes: a.cityCodes,
    least: Math.floor((length(a) * rules.similarityPercent) / 100),
    most: Math.ceil((length(a) * 100) / rules.similarityPercent),
    fen_least: a.totalFen === null ? null : Math.floor((a.totalFen * (100 - rules.amountPercent)) / 100),
    fen_most: a.totalFen === null ? null : Math.ceil((a.totalFen * 100) / Math.max(1, 100 - rules.amountPercent)),
  }));
  const near = sql`(char_length(p.name_key) between n.least and n.most or (p.industry_code = n.industry_code and p.total_fen between n.fen_least and n.fen_most))`;
  const hits = sql`select n.no, hit.id from n cross join lateral (
      (select p.id from project p where p.name_key = n.name_key limit 200)
      union (select c.project_id from project_code c where c.scheme = 'city' and c.code = any(n.codes))
      union (select p.id from project p where p.investor_key = any(n.investor_keys) and ${near} limit 500)
      union (select p.id from project p where p.investor_uscc = n.investor_uscc and ${near} limit 500)
      union (select p.id from project p where p.investor_id = n.investor_id and ${near} limit 500)
      union (select p.id from project p where p.phone_key = n.phone_key limit 50)
      union (select h.id from unnest(n.places) w (place) cross join lateral (
        select p.id from project p where p.place_key = w.place limit 50) h limit 50)
      union (select p.id from project p where p.place_key >= n.place_key and p.place_key < n.place_after limit 50)) hit`;
  const rows = await rowsOf<Known>(
    db,
    sql`with n as (select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r(no int, name_key text, investor_keys text[],
        investor_uscc text, investor_id uuid, industry_code text, phone_key text, place_key text, place_after text, places text[], codes text[],
        least int, most int, fen_least bigint, fen_most bigint)),
      hits as materialized (${hits})
      select h.no, p.id, p.name_key as "nameKey", p.investor_key as "investorKey", p.investor_uscc as "investorUscc", p.investor_id as "investorId",
        p.industry_code as "industryCode", p.total_fen as "totalFen", p.phone_key as "phoneKey", p.place_key as "placeKey",
        array(select c.code from project_code c where c.project_id = p.id and c.scheme = 'city') as "cityCodes",
        p.code, p.name, p.investor_name as "investorName", p.stage, p.side, p.unit_id as "unitId", u.name as "unitName", w.name as "personName"
      from hits h join project p on p.id = h.id join unit u on u.id = p.unit_id left join person w on w.id = p.person_id
      where p.merged_into is null and p.side is distinct from 'merged'`,
  );
  const byNo = Map.groupBy(rows, (r) => r.no);
  return asked.map((a, no) =>
    (byNo.get(no) ?? [])
      .filter((known) => !except[no]?.includes(known.id))
      .flatMap((known): Match[] => {
        const signs = signsOf(a, { ...known, investorKeys: known.investorKey ? [known.investorKey] : [] }, rules);
        const level = strictest(signs);
        return level ? [{ known, signs, level }] : [];
      })
      .toSorted((x, y) => (x.level + x.known.code < y.level + y.known.code ? -1 : 1)),
  );
}

/**
 * What of the matches a person is told: those of their own units by name; of the others only that there are some, and to ask the
 * promotion bureau. A hint (L4) is not told across units at all.
 */
export function toldOf(matches: readonly Match[], rules: DuplicateRules, actor: Actor) {
  const own = matches.filter((m) => inScope(actor, m.known.unitId));
  const others = matches.filter((m) => !own.includes(m) && m.level !== 'L4');
  const isBlocked = (of: readonly Match[]) => of.some((m) => rules.blocks.includes(m.level));
  return {
    items: own.slice(0, 20).map(({ known, signs, level }): Candidate => ({
      id: known.id,
      code: known.code,
      name: known.name,
      investorName: known.investorName,
      stage: known.stage,
      side: known.side,
      unitName: known.unitName,
      personName: known.personName,
      totalFen: known.totalFen,
      level,
      signs: [...signs],
    })),
    isElsewhere: others.length > 0,
    isBlocked: isBlocked(own) || isBlocked(others),
  };
}
