import type { Column, Filter } from '../../../web/kit/column.ts';
import { Money } from '../../../web/kit/Money.tsx';
import type { Text } from '../../../web/text.ts';
import { unitFilter } from '../../identity/web/unit-filter.tsx';
import { momentText } from '../../identity/web/moment.ts';
import type { Agreement, Arrival, Investment } from '../contract.ts';
import { EntryMoney } from './EntryMoney.tsx';

type Entry = Agreement | Arrival | Investment;
export type ListPage<R> = { items: readonly R[]; total: number; totals: { count: number; fen: number } };
export type ListColumn<R> = Column<R, ListPage<R>>;
export type Words = { options: readonly { value: string; label: string }[]; of: (code: string) => string };

const none = (t: Text, text: string | null) => text ?? t('kit.none');

/** The project of an entry: name first and frozen, then code and unit. */
export function projectColumns<R extends Entry>(t: Text): ListColumn<R>[] {
  return [
    { key: 'projectName', title: t('projects.name'), width: 250, render: (r) => r.projectName },
    { key: 'projectCode', title: t('projects.code'), width: 138, sortable: true, wideOnly: true, render: (r) => r.projectCode },
    { key: 'unit', title: t('projects.unit'), width: 150, filter: unitFilter, render: (r) => r.unitName },
  ];
}

/** What is known of every entry at the end of its row. */
export function traceColumns<R extends Entry>(t: Text): ListColumn<R>[] {
  const status = (r: R) => (r.reverses ? 'reversal' : r.reversedBy ? 'reversed' : 'in_force');
  const withReversed: Filter = { kind: 'choice', options: [{ value: 'all', label: t('funds.status.all') }] };
  return [
    { key: 'remark', title: t('field.remark'), width: 160, wideOnly: true, render: (r) => none(t, r.remark) },
    { key: 'bookedOn', title: t('funds.bookedOn'), width: 100, extra: true, render: (r) => none(t, r.bookedOn) },
    { key: 'status', title: t('funds.status'), width: 96, filter: withReversed, render: (r) => t(`funds.status.${status(r)}`) },
    {
      key: 'recordedAt',
      title: t('funds.recorded'),
      width: 190,
      sortable: true,
      wideOnly: true,
      render: (r) => t('funds.recorded.by', { who: r.recordedByName, at: momentText(r.recordedAt) }),
    },
  ];
}

export function flaggedColumn<R extends Arrival | Investment>(t: Text): ListColumn<R> {
  return {
    key: 'flagged',
    title: t('funds.flagged'),
    width: 150,
    filter: { kind: 'choice', options: [{ value: 'true', label: t('funds.flagged.only') }] },
    render: (r) => none(t, r.acknowledged?.reason ?? null),
  };
}

export function currencyColumns<R extends Agreement | Arrival>(t: Text, currencies: Words): ListColumn<R>[] {
  return [
    {
      key: 'currency',
      title: t('field.currency'),
      width: 88,
      extra: true,
      filter: { kind: 'choice', options: currencies.options },
      render: (r) => r.currency,
    },
  ];
}

export function agreementColumns(t: Text, kinds: Words, currencies: Words): ListColumn<Agreement>[] {
  return [
    ...projectColumns<Agreement>(t),
    { key: 'signedOn', title: t('projects.signedOn'), width: 120, sortable: true, filter: { kind: 'month' }, render: (r) => r.signedOn },
    {
      key: 'kind',
      title: t('funds.agreement.kind'),
      width: 110,
      filter: { kind: 'choice', options: kinds.options },
      render: (r) => kinds.of(r.kind),
    },
    { key: 'party', title: t('funds.party'), width: 170, render: (r) => (r.isMasked ? t('projects.masked') : none(t, r.party)) },
    {
      key: 'totalMinor',
      title: t('funds.original'),
      width: 150,
      extra: true,
      numeric: true,
      render: (r) => <EntryMoney minor={r.totalMinor} fen={r.totalFen} terms={r} />,
    },
    {
      key: 'totalFen',
      title: t('funds.total'),
      width: 130,
      numeric: true,
      sortable: true,
      render: (r) => <Money fen={r.totalFen} unit="万元" />,
      total: (page) => <Money fen={page.totals.fen} unit="万元" />,
    },
    {
      key: 'attractedMinor',
      title: t('projects.attracted'),
      width: 130,
      numeric: true,
      render: (r) => <EntryMoney minor={r.attractedMinor} fen={r.attractedFen} terms={r} />,
    },
    {
      key: 'fixedMinor',
      title: t('projects.fixed'),
      width: 130,
      numeric: true,
      render: (r) => <EntryMoney minor={r.fixedMinor} fen={r.fixedFen} terms={r} />,
    },
    ...currencyColumns<Agreement>(t, currencies),
    ...traceColumns<Agreement>(t),
  ];
}

export function arrivalColumns(t: Text, kinds: Words, currencies: Words): ListColumn<Arrival>[] {
  const masked = (r: Arrival, text: string | null) => (r.isMasked ? t('projects.masked') : none(t, text));
  return [
    ...projectColumns<Arrival>(t),
    { key: 'arrivedOn', title: t('funds.arrivedOn'), width: 120, sortable: true, filter: { kind: 'month' }, render: (r) => r.arrivedOn },
    {
      key: 'amountMinor',
      title: t('funds.original'),
      width: 150,
      extra: true,
      numeric: true,
      render: (r) => <EntryMoney minor={r.amountMinor} fen={r.amountFen} terms={r} />,
    },
    {
      key: 'amountFen',
      title: t('funds.amount'),
      width: 130,
      numeric: true,
      sortable: true,
      render: (r) => <Money fen={r.amountFen} unit="万元" />,
      total: (page) => <Money fen={page.totals.fen} unit="万元" />,
    },
    {
      key: 'kind',
      title: t('funds.arrival.kind'),
      width: 100,
      filter: { kind: 'choice', options: kinds.options },
      render: (r) => kinds.of(r.kind),
    },
    { key: 'payer', title: t('funds.payer'), width: 170, filter: { kind: 'text' }, render: (r) => masked(r, r.payer) },
    { key: 'payerRegion', title: t('funds.payerRegion'), width: 120, extra: true, render: (r) => masked(r, r.payerRegion) },
    { key: 'payerDivision', title: t('funds.payerDivision'), width: 120, extra: true, render: (r) => masked(r, r.payerDivision) },
    { key: 'voucherOn', title: t('funds.voucherOn'), width: 110, extra: true, render: (r) => none(t, r.voucherOn) },
    { key: 'voucherNo', title: t('funds.voucherNo'), width: 130, filter: { kind: 'text' }, render: (r) => none(t, r.voucherNo) },
    ...currencyColumns<Arrival>(t, currencies),
    flaggedColumn<Arrival>(t),
    ...traceColumns<Arrival>(t),
  ];
}

export function investmentColumns(t: Text): ListColumn<Investment>[] {
  const part = (key: 'civilFen' | 'installationFen' | 'equipmentFen' | 'otherFen'): ListColumn<Investment> => ({
    key,
    title: t(`funds.${key}`),
    width: 124,
    numeric: true,
    wideOnly: true,
    render: (r) => <Money fen={r[key]} unit="万元" />,
  });
  return [
    ...projectColumns<Investment>(t),
    { key: 'month', title: t('funds.month'), width: 104, sortable: true, filter: { kind: 'month' }, render: (r) => r.month },
    {
      key: 'amountFen',
      title: t('funds.amountFen'),
      width: 130,
      numeric: true,
      sortable: true,
      render: (r) => <Money fen={r.amountFen} unit="万元" />,
      total: (page) => <Money fen={page.totals.fen} unit="万元" />,
    },
    part('civilFen'),
    part('installationFen'),
    part('equipmentFen'),
    part('otherFen'),
    flaggedColumn<Investment>(t),
    ...traceColumns<Investment>(t),
  ];
}
