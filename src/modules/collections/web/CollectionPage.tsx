import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Popconfirm, Select, Tag } from 'antd';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { addressOf } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { type CollectionPage as Page, collectionsContract, type SheetBrief } from '../contract.ts';
import { collectionQuery, collections } from './client.ts';
import './collections.css';
import { CostSummary } from './CostSummary.tsx';
import { roundIn } from './round.ts';
import { SheetStatus } from './SheetStatus.tsx';

/** A collection: where each unit is, what it cost, and what its office can do. */
export function CollectionPage() {
  const { id = '' } = useParams();
  const [search] = useSearchParams();
  return <Loaded query={useQuery(collectionQuery(id, roundIn(search)))}>{(page) => <Collection page={page} />}</Loaded>;
}

const staleOf = (id: string) => [
  ['collection', id],
  ['table', 'collections'],
];

function Collection({ page }: { page: Page }) {
  const t = useText();
  return (
    <>
      <PageHeader
        title={page.title}
        trail={[[t('collections.title'), '/collections']]}
        note={t('collections.by', { unit: page.unitName, due: page.dueOn, frequency: t(`collections.frequency.${page.frequency}`) })}
      >
        <Tag>{t(`collections.status.${page.status}`)}</Tag>
        {page.rounds > 1 && <Rounds page={page} />}
        {page.sheets.length > 0 && (
          <Button href={addressOf(collectionsContract.export, { params: { id: page.id }, query: { round: page.round } })}>
            {t('collections.export')}
          </Button>
        )}
        {page.can.issue && (
          <Link to={`/collections/new?from=${page.id}`}>
            <Button>{t('collections.again')}</Button>
          </Link>
        )}
        {page.can.manage && <Acts page={page} />}
        {page.can.decide && <Decide page={page} />}
      </PageHeader>
      {page.purpose && <p>{page.purpose}</p>}
      {page.status === 'waiting' && <Alert type="info" showIcon title={t('collections.waiting.note')} />}
      {page.decisionReason && <Alert type="info" showIcon title={t('collections.decided', { reason: page.decisionReason })} />}
      {page.sheets.length > 0 && (
        <section>
          <h2>{t('collections.sheets', { submitted: page.submitted, asked: page.asked })}</h2>
          <Sheet label={t('collections.units')} columns={sheetColumns(t, page)} items={page.sheets} rowKey={(s) => s.unitId} />
        </section>
      )}
      <Fields page={page} />
      {page.cost && (
        <section>
          <h2>{t('collections.cost')}</h2>
          <CostSummary cost={page.cost} />
        </section>
      )}
    </>
  );
}

const sheetColumns = (t: Text, { id, round, rounds }: Page) => [
  {
    key: 'unit',
    title: t('collections.column.unit'),
    width: 220,
    render: (s: SheetBrief) => (
      <Link to={`/collections/${id}/sheets/${s.unitId}${round < rounds ? `?round=${round}` : ''}`}>{s.unitName}</Link>
    ),
  },
  { key: 'status', title: t('collections.column.status'), width: 170, render: (s: SheetBrief) => <SheetStatus {...s} /> },
  { key: 'due', title: t('collections.column.due'), width: 120, render: (s: SheetBrief) => s.dueOn },
  { key: 'chased', title: t('collections.column.chased'), width: 90, numeric: true, render: (s: SheetBrief) => s.chased },
  { key: 'minutes', title: t('collections.column.minutes'), width: 120, numeric: true, render: (s: SheetBrief) => s.minutes },
];

/** Which round is looked at; the newest is where one fills in. */
function Rounds({ page }: { page: Page }) {
  const t = useText();
  const [, setSearch] = useSearchParams();
  return (
    <Select
      aria-label={t('collections.round')}
      value={page.round}
      options={Array.from({ length: page.rounds }, (_, i) => page.rounds - i).map((n) => ({
        value: n,
        label: t('collections.round.n', { n }),
      }))}
      onChange={(n: number) => setSearch(n === page.rounds ? {} : { round: String(n) })}
    />
  );
}

function Acts({ page }: { page: Page }) {
  const t = useText();
  const params = { params: { id: page.id } };
  const chase = useCommand({
    run: () => collections.chase({ ...params, body: {} }),
    done: ({ units }) => t('collections.chased', { n: units }),
    stale: staleOf(page.id),
  });
  const close = useCommand({
    run: () => collections.close({ ...params, body: { version: page.version } }),
    done: t('collections.closed'),
    stale: staleOf(page.id),
  });
  return (
    <>
      <Button disabled={page.submitted === page.asked} loading={chase.busy} onClick={() => chase.run(undefined)}>
        {t('collections.chase')}
      </Button>
      <Popconfirm
        title={t('collections.close.sure')}
        okText={t('collections.close')}
        cancelText={t('kit.cancel')}
        onConfirm={() => close.run(undefined)}
      >
        <Button loading={close.busy}>{t('collections.close')}</Button>
      </Popconfirm>
    </>
  );
}

function Decide({ page }: { page: Page }) {
  const t = useText();
  const [verdict, setVerdict] = useState<'approved' | 'returned' | null>(null);
  const decide = useCommand({
    run: (reason: string) => collections.decide({ params: { id: page.id }, body: { version: page.version, verdict: verdict!, reason } }),
    done: t('collections.saved'),
    refusals: 'alert',
    stale: staleOf(page.id),
    after: () => setVerdict(null),
  });
  return (
    <>
      <Button type="primary" onClick={() => setVerdict('approved')}>
        {t('collections.approve')}
      </Button>
      <Button onClick={() => setVerdict('returned')}>{t('collections.decline')}</Button>
      {verdict && (
        <ReasonDialog
          open
          title={t(verdict === 'approved' ? 'collections.approve' : 'collections.decline')}
          busy={decide.busy}
          refusal={decide.refusal}
          onGive={decide.run}
          onCancel={() => setVerdict(null)}
        />
      )}
    </>
  );
}

/** The questions, and which new ones the promotion bureau keeps. */
function Fields({ page }: { page: Page }) {
  const t = useText();
  const [keeping, setKeeping] = useState<string | null>(null);
  const keep = useCommand({
    run: (reason: string) => collections.keep({ params: { id: page.id }, body: { key: keeping!, reason } }),
    done: t('collections.kept'),
    refusals: 'alert',
    stale: staleOf(page.id),
    after: () => setKeeping(null),
  });
  return (
    <section>
      <h2>{t('collections.fields')}</h2>
      <ul className="collection-questions">
        {page.fields.map((f) => (
          <li key={f.key}>
            {f.label}
            {f.unit && `（${f.unit}）`} <Tag>{t(`collections.source.${f.source}`)}</Tag>
            {f.reason && <small>{t('collections.field.why', { reason: f.reason })}</small>}
            {page.kept.includes(f.key) && <Tag color="blue">{t('collections.kept')}</Tag>}
            {page.can.keep && page.rowsOf === 'project' && f.source === 'new' && !page.kept.includes(f.key) && (
              <Button size="small" type="link" onClick={() => setKeeping(f.key)}>
                {t('collections.keep')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {keeping && (
        <ReasonDialog
          title={t('collections.keep')}
          open
          busy={keep.busy}
          refusal={keep.refusal}
          onGive={keep.run}
          onCancel={() => setKeeping(null)}
        />
      )}
    </section>
  );
}
