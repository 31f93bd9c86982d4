import { type PartialDate, yearOf } from '../../../kernel/day.ts';
import { ratio } from '../../../kernel/number.ts';
import type { Sent } from '../../../kernel/contract.ts';
import { rangeIn, type TableState } from '../../../web/kit/table-state.ts';
import type { projectsContract } from '../contract.ts';

type Asked = NonNullable<Sent<(typeof projectsContract)['list']>['query']>;

/** Filters of the table that the server takes under the same name. */
const plain = ['stage', 'side', 'light', 'unit', 'industry', 'park', 'leader', 'person', 'signed', 'started', 'arrivals', 'batch'] as const;
const amounts = ['total', 'agreed', 'arrived', 'invested'] as const;

/** What the server is asked for a state of the table: filters, and the order. */
export function filterOf({ filters, q, sort, desc }: TableState): Asked {
  const { from, to } = rangeIn(filters['signedOn']);
  const given = plain.flatMap((key) => (filters[key] ? [[key, filters[key]] as const] : []));
  const ranges = amounts.flatMap((key) => {
    const { from: min, to: max } = rangeIn(filters[`${key}Fen`]);
    return [...(min ? [[`${key}Min`, min] as const] : []), ...(max ? [[`${key}Max`, max] as const] : [])];
  });
  return {
    // 已签约 counts as the figure does: without those that left the pool, unless the reader asks for them by name.
    ...(filters['signed'] === 'true' && !filters['side'] && { side: 'none,suspended' }),
    ...Object.fromEntries([...given, ...ranges]),
    ...(q && { q }),
    ...(from && { signedFrom: monthOn(from, '01') }),
    ...(to && { signedTo: monthOn(to, '12') }),
    ...(sort && { sort: sort as NonNullable<Asked['sort']>, order: desc ? ('desc' as const) : ('asc' as const) }),
  };
}
/** A month of a date that may be a whole year, which begins in January and ends in December. */
const monthOn = (date: PartialDate, month: string) => (date.length === 4 ? `${yearOf(date)}-${month}` : date.slice(0, 7));

export const pageOf = (state: TableState): Asked => ({ ...filterOf(state), page: state.page, size: state.size });

/** 到位率 in percent, or null where nothing is agreed. */
export const arrivalRate = (p: { arrivedFen: number; agreedFen: number }) => ratio(p.arrivedFen, p.agreedFen).percent;

/** What a column of the table is called in an export. */
const exported: Readonly<Record<string, string>> = {
  stage: 'stage,side',
  unit: 'unitId',
  investor: 'investorName',
  industry: 'industryCode',
  totalFen: 'totalFen',
  agreedFen: 'agreed',
  attractedFen: 'attracted',
  fixedFen: 'fixed',
  arrivedFen: 'arrived',
  rate: 'arrivalRate',
  investedFen: 'invested',
  leader: 'leaderId',
  person: 'personId',
  park: 'parkId',
  updatedAt: 'updatedOn',
};
export const exportedColumns = (keys: readonly string[]) => keys.map((key) => exported[key] ?? key).join(',');
