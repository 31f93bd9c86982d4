import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { Result } from '../../../kernel/contract.ts';
import { addDays, dayOf } from '../../../kernel/day.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { loadUnits } from '../../identity/web/unit-filter.tsx';
import { stages } from '../../projects/domain/stage.ts';
import type { CollectionPage, collectionsContract, Draft } from '../contract.ts';
import { frequencies, rowKinds } from '../domain/field.ts';
import { collectionQuery, collections } from './client.ts';
import './collections.css';
import { CostSummary } from './CostSummary.tsx';
import { FieldList } from './FieldList.tsx';

type Appraisal = Result<(typeof collectionsContract)['check']>;
type Basics = Omit<Draft, 'fields'>;
const signed = { signed: 'true', side: 'none' } as const;
const soon = () => addDays(dayOf(new Date()), 7);
const blank = (): Draft => ({
  title: '',
  purpose: '',
  rowsOf: 'project',
  filter: signed,
  fields: [],
  unitIds: [],
  frequency: 'once',
  dueOn: soon(),
});
const again = ({ title, purpose, rowsOf, filter, fields, unitIds, frequency }: CollectionPage): Draft => ({
  title,
  purpose,
  rowsOf,
  filter,
  fields,
  unitIds,
  frequency,
  dueOn: soon(),
});

/** A new collection, from nothing or as an earlier one was. */
export function ComposePage() {
  const [search] = useSearchParams();
  const from = search.get('from');
  return from ? <From id={from} /> : <Compose start={blank} />;
}
const From = ({ id }: { id: string }) => (
  <Loaded query={useQuery(collectionQuery(id))}>{(page) => <Compose start={() => again(page)} />}</Loaded>
);

/** Fields, units, day; then what it costs and what the ledger has already, before it is issued. */
function Compose({ start }: { start: () => Draft }) {
  const t = useText();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft>(start);
  const [appraised, setAppraised] = useState<Appraisal | null>(null);
  const change = (part: Partial<Draft>) => {
    setAppraised(null);
    setDraft((all) => ({ ...all, ...part }));
  };
  const check = useCommand({ run: () => collections.check({ body: draft }), after: setAppraised, refusals: 'alert', stale: [] });
  const issue = useCommand({
    run: () => collections.issue({ body: draft }),
    done: ({ status }) => t(status === 'issued' ? 'collections.issued' : 'collections.waits'),
    refusals: 'alert',
    stale: [['table', 'collections']],
    after: ({ id }) => void navigate(`/collections/${id}`),
  });
  const isReady = draft.title.trim() !== '' && draft.fields.length > 0 && draft.unitIds.length > 0;
  return (
    <>
      <PageHeader title={t('collections.new')} trail={[[t('collections.title'), '/collections']]} note={t('collections.new.note')} />
      <div className="collection-compose">
        <BasicFields basics={draft} onChange={change} />
        <FieldList
          rowsOf={draft.rowsOf}
          fields={draft.fields}
          onChange={(fields) => change({ fields: [...fields] })}
          duplicates={appraised?.duplicates ?? []}
          onReason={(fields) => setDraft((all) => ({ ...all, fields: [...fields] }))}
        />
        <section className="collection-cost">
          <h2>{t('collections.cost')}</h2>
          {appraised ? <CostSummary cost={appraised.cost} /> : <p className="hint">{t('collections.cost.first')}</p>}
          <RefusalAlert refusal={check.refusal ?? issue.refusal} />
          <div className="acts">
            <Button type={appraised ? 'default' : 'primary'} disabled={!isReady} loading={check.busy} onClick={() => check.run(undefined)}>
              {t('collections.check')}
            </Button>
            <Button
              type={appraised ? 'primary' : 'default'}
              disabled={!appraised}
              loading={issue.busy}
              onClick={() => issue.run(undefined)}
            >
              {t(appraised?.cost.needsApproval ? 'collections.propose' : 'collections.issue')}
            </Button>
          </div>
        </section>
      </div>
    </>
  );
}

type BasicProps = { basics: Basics; onChange: (part: Partial<Basics>) => void };
function BasicFields({ basics, onChange: put }: BasicProps) {
  const t = useText();
  const { data: units = [] } = useQuery({ queryKey: ['unit-options'], queryFn: loadUnits, staleTime: 300_000 });
  return (
    <Form layout="vertical" component="section">
      <h2>{t('collections.basics')}</h2>
      <Form.Item label={t('collections.column.title')} htmlFor="collection-title">
        <Input id="collection-title" maxLength={100} value={basics.title} onChange={(e) => put({ title: e.target.value })} />
      </Form.Item>
      <Form.Item label={t('collections.purpose')} htmlFor="collection-purpose">
        <Input.TextArea
          id="collection-purpose"
          maxLength={500}
          rows={2}
          value={basics.purpose}
          onChange={(e) => put({ purpose: e.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('collections.rowsOf')}>
        <Radio.Group
          aria-label={t('collections.rowsOf')}
          value={basics.rowsOf}
          options={rowKinds.map((value) => ({ value, label: t(`collections.rowsOf.${value}`) }))}
          onChange={(e) => {
            const rowsOf = e.target.value as Basics['rowsOf'];
            put({ rowsOf, filter: rowsOf === 'project' ? signed : {} });
          }}
        />
      </Form.Item>
      {basics.rowsOf === 'project' && (
        <Form.Item label={t('collections.stages')} htmlFor="collection-stages">
          <Select
            id="collection-stages"
            mode="multiple"
            placeholder={t('collections.stages.all')}
            value={basics.filter.stage?.split(',') ?? []}
            options={stages.filter((s) => s !== 'planning').map((value) => ({ value, label: t(`stage.${value}`) }))}
            onChange={(chosen: string[]) => put({ filter: chosen.length ? { ...signed, stage: chosen.join(',') } : signed })}
          />
        </Form.Item>
      )}
      <Form.Item label={t('collections.units')} htmlFor="collection-units">
        <Select
          id="collection-units"
          mode="multiple"
          value={basics.unitIds}
          maxTagCount={8}
          showSearch={{ optionFilterProp: 'label' }}
          options={units.map((u) => ({ value: u.id, label: u.name }))}
          onChange={(unitIds: string[]) => put({ unitIds })}
        />
        <div className="collection-units">
          {(['township', 'park', 'department'] as const).map((kind) => {
            const all = units.filter((u) => u.kind === kind).map((u) => u.id);
            return (
              all.length > 0 && (
                <Button key={kind} size="small" type="link" onClick={() => put({ unitIds: [...new Set([...basics.unitIds, ...all])] })}>
                  {t(`collections.units.${kind}`)}
                </Button>
              )
            );
          })}
        </div>
      </Form.Item>
      <Form.Item label={t('collections.frequency')}>
        <Radio.Group
          aria-label={t('collections.frequency')}
          optionType="button"
          value={basics.frequency}
          options={frequencies.map((value) => ({ value, label: t(`collections.frequency.${value}`) }))}
          onChange={(e) => put({ frequency: e.target.value as Basics['frequency'] })}
        />
      </Form.Item>
      <Form.Item label={t('collections.column.due')} htmlFor="collection-due">
        <Input id="collection-due" type="date" value={basics.dueOn} onChange={(e) => put({ dueOn: e.target.value })} />
      </Form.Item>
    </Form>
  );
}
