import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { addMonths, dayOf } from '../../../kernel/day.ts';
import { addressOf } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import { loadUnits } from '../../identity/web/unit-filter.tsx';
import { recognitionContract } from '../contract.ts';
import { ledgerBasis } from '../domain/reconciliation.ts';
import { recognition, useBases } from './client.ts';
import { Differences } from './Differences.tsx';
import { ReconciliationTable } from './ReconciliationTable.tsx';
import './recognition.css';

/** The question as the address holds it, so that it can be sent to a colleague. */
function useAsked() {
  const [search, setSearch] = useSearchParams();
  const [month] = useState(() => addMonths(dayOf(new Date()).slice(0, 7), -1));
  const from = search.get('from') ?? month;
  const asked = {
    a: search.get('a') ?? 'promotion',
    b: search.get('b') ?? 'statistics',
    from,
    to: search.get('to') ?? from,
    ...(search.get('unit') && { unit: search.get('unit')! }),
    ...(search.get('asOf') && { asOf: search.get('asOf')! }),
  };
  const put = (part: Record<string, string | null>) => {
    const next = new URLSearchParams({ ...asked });
    for (const [key, value] of Object.entries(part)) {
      if (value) next.set(key, value);
      else next.delete(key);
    }
    setSearch(next);
  };
  return { asked, put, group: search.get('group'), search };
}

/** 对账: two 口径 of a scope and period, and every yuan between them. */
export function ReconciliationPage() {
  const t = useText();
  const language = useLanguage();
  const { asked, put, group } = useAsked();
  const query = useQuery({
    queryKey: ['recognition', 'reconciliation', asked],
    queryFn: () => recognition.reconciliation({ query: asked }),
  });
  return (
    <>
      <PageHeader title={t('recognition.reconcile.title')} note={t('recognition.reconcile.note')}>
        <Button href={addressOf(recognitionContract.exportReconciliation, { query: { ...asked, language } })}>
          {t('recognition.export')}
        </Button>
      </PageHeader>
      <Form asked={asked} put={put} />
      <Loaded query={query}>
        {(found) => (
          <ReconciliationTable found={found} asked={asked} chosen={group} onChoose={(key) => put({ group: key === group ? null : key })} />
        )}
      </Loaded>
      {group && <Differences asked={asked} group={group} />}
    </>
  );
}

type Asked = ReturnType<typeof useAsked>['asked'];
function Form({ asked, put }: { asked: Asked; put: ReturnType<typeof useAsked>['put'] }) {
  const t = useText();
  const { items, nameOf } = useBases();
  const options = [...items.map((b) => b.code), ledgerBasis].map((value) => ({ value, label: nameOf(value) }));
  const side = (key: 'a' | 'b') => (
    <label>
      {t(`recognition.side.${key}`)}
      <Select
        aria-label={t(`recognition.side.${key}`)}
        style={{ width: 140 }}
        value={asked[key]}
        options={options}
        onChange={(v) => put({ [key]: v })}
      />
    </label>
  );
  const date = (key: 'from' | 'to' | 'asOf', type: 'month' | 'date') => (
    <label>
      {t(`recognition.${key}`)}
      <Input type={type} style={{ width: 160 }} value={asked[key] ?? ''} onChange={(e) => put({ [key]: e.target.value || null })} />
    </label>
  );
  return (
    <div className="reconcile-form">
      {side('a')}
      {side('b')}
      {date('from', 'month')}
      {date('to', 'month')}
      <label>
        {t('people.unit')}
        <UnitPicker aria-label={t('people.unit')} value={asked.unit ?? null} onChange={(id) => put({ unit: id })} load={loadUnits} />
      </label>
      {date('asOf', 'date')}
    </div>
  );
}
