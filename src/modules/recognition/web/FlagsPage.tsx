import { Link } from 'react-router';
import { dayOf } from '../../../kernel/day.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, type TableState } from '../../../web/kit/table-state.ts';
import { type Text, useText } from '../../../web/text.ts';
import { unitFilter } from '../../identity/web/unit-filter.tsx';
import { flagCodes } from '../domain/flag-rule.ts';
import { type FlagItem, flagStates } from '../domain/flag-contract.ts';
import { recognition } from './client.ts';
import { FlagWords, ResolveButton } from './FlagCells.tsx';
import './recognition.css';

function load({ page, size, filters }: TableState) {
  const code = flagCodes.find((c) => choicesIn(filters['code'])[0] === c);
  const state = flagStates.find((s) => choicesIn(filters['state'])[0] === s);
  return recognition.flags({ query: { page, size, unit: filters['unit'] || undefined, ...(code && { code }), ...(state && { state }) } });
}

function columnsOf(t: Text): Column<FlagItem>[] {
  const choices = (start: string, values: readonly string[]) => ({
    kind: 'choice' as const,
    options: values.map((value) => ({ value, label: t(`${start}${value}`) })),
  });
  return [
    {
      key: 'project',
      title: t('recognition.project'),
      width: 190,
      render: (f) => <Link to={`/projects/${f.projectId}?tab=flags`}>{f.projectName}</Link>,
    },
    {
      key: 'code',
      title: t('recognition.flag.kind'),
      width: 130,
      render: (f) => t(`recognition.flag.${f.code}`),
      filter: choices('recognition.flag.', flagCodes),
    },
    { key: 'says', title: t('recognition.flag.says'), width: 400, render: (f) => <FlagWords flag={f} /> },
    { key: 'unit', title: t('people.unit'), width: 120, render: (f) => f.unitName, filter: unitFilter },
    {
      key: 'state',
      title: t('recognition.flag.state'),
      width: 90,
      render: (f) => t(`recognition.flag.state.${f.state}`),
      filter: choices('recognition.flag.state.', flagStates),
    },
    { key: 'raisedAt', title: t('recognition.flag.raisedAt'), width: 104, wideOnly: true, render: (f) => dayOf(new Date(f.raisedAt)) },
    { key: 'resolve', title: t('recognition.act'), width: 90, render: (f) => <ResolveButton flag={f} /> },
  ];
}

/** 风险提示: what deserves a second look about the arrivals of the reader's projects. */
export function FlagsPage() {
  const t = useText();
  return (
    <>
      <PageHeader title={t('recognition.flags.title')} note={t('recognition.flags.note')} />
      <DataTable
        name="flags"
        label={t('recognition.flags.title')}
        columns={columnsOf(t)}
        load={load}
        rowKey={(f) => f.id}
        defaults={{ filters: { state: 'open' } }}
        empty={{ title: t('recognition.flags.empty') }}
      />
    </>
  );
}
