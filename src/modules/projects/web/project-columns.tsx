import { Tooltip } from 'antd';
import { useMemo } from 'react';
import { grouped, formatFen } from '../../../kernel/money.ts';
import type { Column, Filter } from '../../../web/kit/column.ts';
import { LightMark } from '../../../web/kit/LightMark.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { PersonPicker } from '../../../web/kit/PersonPicker.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { lightColours } from '../domain/mark.ts';
import { sides, stages } from '../domain/stage.ts';
import type { ListPage, ListRow } from './client.ts';
import { IndustryPicker } from '../../reference/web/IndustryPicker.tsx';
import { useDateColumns } from './date-columns.ts';
import { arrivalRate } from './list-query.ts';
import { loadParks, loadPeople, loadUnits, useNames } from './names.ts';
import { StageMark } from './StageMark.tsx';

type C = Column<ListRow, ListPage>;
type Sum = 'totalFen' | 'agreedFen' | 'attractedFen' | 'fixedFen' | 'arrivedFen' | 'investedFen';

const dash = (t: Text, text: string | null) => text ?? t('kit.none');
const yesOrNo = (t: Text): Filter => ({
  kind: 'choice',
  options: [
    { value: 'true', label: t('projects.yes') },
    { value: 'false', label: t('projects.no') },
  ],
});

/**
 * Columns of the ledger with their filters; those marked extra wait in the column chooser. What a project is, how it goes on and its money are
 * side by side on the smallest screen that shows a table.
 */
export function useProjectColumns(): C[] {
  const t = useText();
  const names = useNames();
  const dated = useDateColumns();
  return useMemo(() => [...identifying(t, names), ...amounts(t), ...about(t), ...datesAndPeople(t, names), ...dated], [t, names, dated]);
}

function identifying(t: Text, names: ReadonlyMap<string, string>): C[] {
  return [
    {
      key: 'name',
      title: t('projects.name'),
      width: 212,
      sortable: true,
      render: (p) => (p.masked ? <Tooltip title={t('projects.masked.short')}>{p.name} *</Tooltip> : p.name),
    },
    { key: 'code', title: t('projects.code'), width: 132, sortable: true, wideOnly: true, render: (p) => p.code },
    {
      key: 'stage',
      title: t('field.stage'),
      width: 92,
      sortable: true,
      filter: { kind: 'choice', options: stages.map((value) => ({ value, label: t(`projects.stage.${value}`) })) },
      render: (p) => <StageMark stage={p.stage} side={p.side} />,
    },
    { key: 'unit', title: t('projects.unit'), width: 132, sortable: true, filter: unitFilter(t, names), render: (p) => p.unitName },
    {
      key: 'light',
      title: t('projects.light'),
      width: 84,
      filter: { kind: 'choice', options: lightColours.toReversed().map((value) => ({ value, label: t(`lights.colour.${value}`) })) },
      render: (p) => (p.light ? <LightMark colour={p.light} /> : t('kit.none')),
    },
  ];
}

function about(t: Text): C[] {
  return [
    {
      key: 'investor',
      title: t('field.investorName'),
      wideOnly: true,
      width: 142,
      render: (p) => (p.masked ? t('projects.masked') : dash(t, p.investorName)),
    },
    {
      key: 'industry',
      title: t('field.industryCode'),
      wideOnly: true,
      width: 104,
      filter: {
        kind: 'own',
        draw: (value, onChange) => (
          <IndustryPicker aria-label={t('field.industryCode')} value={value || null} onChange={(code) => onChange(code ?? '')} />
        ),
        show: (value) => value,
      },
      render: (p) => dash(t, p.industryName ?? p.industryCode),
    },
  ];
}

function unitFilter(t: Text, names: ReadonlyMap<string, string>): Filter {
  return {
    kind: 'own',
    draw: (value, onChange) => (
      <UnitPicker aria-label={t('projects.unit')} value={value || null} load={loadUnits} onChange={(id) => onChange(id ?? '')} />
    ),
    show: (value) => names.get(value) ?? t('projects.unit.chosen'),
  };
}
const personFilter = (t: Text, label: string, names: ReadonlyMap<string, string>): Filter => ({
  kind: 'own',
  draw: (value, onChange) => (
    <PersonPicker aria-label={label} value={value || null} load={loadPeople} onChange={(id) => onChange(id ?? '')} />
  ),
  show: (value) => names.get(value) ?? t('projects.person.chosen'),
});

function amounts(t: Text): C[] {
  const amount = (key: Sum, words: string, more: Partial<C> = {}): C => ({
    key,
    title: words,
    width: 132,
    numeric: true,
    sortable: true,
    render: (p) => <Money fen={p[key]} unit="万元" />,
    total: (page) => <Money fen={page.totals[key]} unit="万元" />,
    ...more,
  });
  const plain = { sortable: false, extra: true };
  const rate = (p: { arrivedFen: number; agreedFen: number }) => {
    const percent = arrivalRate(p);
    const part = (fen: number) => grouped(formatFen(fen, '万元', 2));
    return percent === null ? t('kit.none') : <Tooltip title={`${part(p.arrivedFen)} / ${part(p.agreedFen)}`}>{percent}%</Tooltip>;
  };
  const columns: C[] = [
    amount('totalFen', t('field.totalMinor'), { extra: true }),
    amount('agreedFen', t('projects.agreed')),
    amount('attractedFen', t('projects.attracted'), plain),
    amount('fixedFen', t('projects.fixed'), plain),
    amount('arrivedFen', t('projects.arrived')),
    { key: 'rate', title: t('projects.rate'), width: 84, numeric: true, render: rate, total: (page) => rate(page.totals) },
    amount('investedFen', t('projects.invested')),
  ];
  return columns.map((c) => (filtered.has(c.key) ? { ...c, filter: { kind: 'amount' } } : c));
}
const filtered = new Set<string>(['totalFen', 'agreedFen', 'arrivedFen', 'investedFen']);

function datesAndPeople(t: Text, names: ReadonlyMap<string, string>): C[] {
  return [
    {
      key: 'signedOn',
      title: t('projects.signedOn'),
      width: 124,
      sortable: true,
      filter: { kind: 'month' },
      render: (p) => dash(t, p.signedOn),
    },
    { key: 'startedOn', title: t('field.startedOn'), width: 112, sortable: true, render: (p) => dash(t, p.startedOn) },
    {
      key: 'leader',
      title: t('field.leaderId'),
      width: 104,
      filter: personFilter(t, t('field.leaderId'), names),
      render: (p) => dash(t, p.leaderName),
    },
    {
      key: 'person',
      title: t('field.personId'),
      width: 96,
      filter: personFilter(t, t('field.personId'), names),
      render: (p) => dash(t, p.personName),
    },
    {
      key: 'park',
      title: t('field.parkId'),
      width: 140,
      filter: {
        kind: 'own',
        draw: (value, onChange) => (
          <UnitPicker
            aria-label={t('field.parkId')}
            value={value || null}
            load={loadParks}
            queryKey={['park-options']}
            onChange={(id) => onChange(id ?? '')}
          />
        ),
        show: (value) => names.get(value) ?? t('projects.unit.chosen'),
      },
      render: (p) => dash(t, p.parkName),
    },
    {
      key: 'updatedAt',
      title: t('projects.updatedAt'),
      width: 140,
      sortable: true,
      wideOnly: true,
      render: (p) => momentText(p.updatedAt),
    },
    {
      key: 'side',
      title: t('field.side'),
      width: 96,
      extra: true,
      filter: {
        kind: 'choice',
        options: (['none', ...sides] as const).map((value) => ({ value, label: t(`projects.side.${value}`) })),
      },
      render: (p) => (p.side ? t(`projects.side.${p.side}`) : t('kit.none')),
    },
    flag(t, 'signed', (p) => p.signedOn !== null),
    flag(t, 'started', (p) => p.startedOn !== null),
    flag(t, 'arrivals', (p) => p.arrivedFen > 0),
  ];
}

const flag = (t: Text, key: 'signed' | 'started' | 'arrivals', is: (p: ListRow) => boolean): C => ({
  key,
  title: t(`projects.is.${key}`),
  width: 90,
  extra: true,
  filter: yesOrNo(t),
  render: (p) => t(is(p) ? 'projects.yes' : 'projects.no'),
});
