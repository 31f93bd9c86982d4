import type { ImportValue } from '../../kernel/import-row.ts';
import type { CurrentRow } from '../../platform/import-kind.ts';
import type { HeldMoney } from './domain/import-money.ts';
import { importKeyOf, spokenOf } from './domain/import-row.ts';
import type { ProjectRow } from './queries.ts';
import { type ProjectColumn, projectColumns } from './sheet.ts';

type Codes = readonly Readonly<{ scheme: string; code: string }>[];
const schemesOf: Readonly<Record<string, readonly string[]>> = {
  nationalCode: ['national', 'national_old'],
  provinceCode: ['province'],
  cityCode: ['city'],
  otherCode: ['other'],
};
const named: readonly string[] = ['unitId', 'personId', 'leaderId', 'parkId'];
/** What the money of the project says, or the terms of its amounts; of the signing, the agreement and not the running total. */
const apart: readonly string[] = ['currency', 'stage', 'side', 'natongTotalFen', 'note', 'signedOn'];

/** A project as a ledger says it. Of several agreements, and of codes of one kind, a ledger has no column for each: none and the first are told. */
export function currentRow(row: ProjectRow, codes: Codes, held: HeldMoney | undefined, names: ReadonlyMap<string, string>): CurrentRow {
  const values: Record<string, ImportValue> = {};
  const put = (key: string, value: unknown) => {
    if (value !== null && value !== undefined && value !== '') values[key] = value as ImportValue;
  };
  const own = projectColumns.filter((c) => c.isInput && !apart.includes(c.field));
  for (const column of own) put(importKeyOf(column.field), valueOf(column, row, codes, names));
  put('stage', row.side ?? row.stage);
  if (row.currency === 'CNY') put('natongTotal', row.natongTotalFen);
  const [deal, ...others] = spokenOf(held?.agreements ?? []);
  if (deal && others.length === 0 && deal.currency === row.currency) {
    const { signedOn, kind: agreementKind, totalMinor: agreed, attractedMinor: attracted, fixedMinor: fixed } = deal;
    for (const [key, value] of Object.entries({ signedOn, agreementKind, agreed, attracted, fixed })) put(key, value);
  }
  const { currency, rateSource, rateOn } = row;
  return { values, terms: { currency, rate: row.rate.replace(/\.?0+$/, ''), rateSource, rateOn } };
}

function valueOf({ field }: ProjectColumn, row: ProjectRow, codes: Codes, names: ReadonlyMap<string, string>): unknown {
  const schemes = schemesOf[field];
  if (schemes) return codes.find((c) => schemes.includes(c.scheme))?.code;
  const value = (row as Record<string, unknown>)[field];
  return named.includes(field) && value !== null ? names.get(String(value)) : value;
}
