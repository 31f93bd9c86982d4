import { Button, Select } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { formatFen, grouped } from '../../../kernel/money.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, rangeIn, type TableState } from '../../../web/kit/table-state.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { unitFilter } from '../../identity/web/unit-filter.tsx';
import type { Judged } from '../contract.ts';
import { outcomes } from '../domain/verdict.ts';
import { recognition, useBases } from './client.ts';
import { GiveDialog, inForceOf } from './GiveDialog.tsx';
import { UnderReview, VerdictTag } from './VerdictTag.tsx';
import './recognition.css';

const stands = [...outcomes, 'not_judged'] as const;
const load =
  (basis: string) =>
  ({ page, size, filters }: TableState) => {
    const outcome = stands.find((s) => choicesIn(filters['outcome'])[0] === s);
    return recognition.arrivals({
      query: { basis, page, size, ...rangeIn(filters['arrivedOn']), unit: filters['unit'] || undefined, ...(outcome && { outcome }) },
    });
  };

/** Arrivals of the reader's units under one 口径: what stands, what the rule proposes, and the verdict given here. */
export function VerdictsPage() {
  const t = useText();
  const [search] = useSearchParams();
  const { items, active, nameOf } = useBases();
  const own = items.find((b) => b.can.give)?.code ?? active[0]?.code ?? 'promotion';
  const [chosen, setChosen] = useState<string | null>(search.get('basis'));
  const basis = chosen ?? own;
  const [ticked, setTicked] = useState<string[]>([]);
  const [judging, setJudging] = useState<Judged | null>(null);
  const [onScreen, setOnScreen] = useState<readonly Judged[]>([]);
  const wanted = onScreen.filter((r) => ticked.includes(r.id) && r.can.give);
  const accept = useCommand({
    run: (rows: readonly Judged[]) =>
      recognition.give({
        body: {
          basis,
          rows: rows.map((r) => ({ projectId: r.projectId, arrivalId: r.id, supersedes: inForceOf(r, basis)?.id ?? null })),
        },
      }),
    done: ({ ids }) => t('recognition.accepted', { n: ids.length }),
    after: () => setTicked([]),
  });
  const choose = (code: string) => {
    setChosen(code);
    setTicked([]);
  };
  return (
    <>
      <PageHeader title={t('recognition.verdicts.title')} note={t('recognition.verdicts.note')}>
        <Link to="/claims">{t('recognition.claims.title')}</Link>
      </PageHeader>
      <DataTable
        name="verdicts"
        label={t('recognition.verdicts.title')}
        queryKey={[basis]}
        columns={columnsOf(t, basis, setJudging)}
        load={load(basis)}
        onPage={({ items }) => setOnScreen(items)}
        rowKey={(r) => r.id}
        rowHref={(r) => `/projects/${r.projectId}?tab=verdicts`}
        totals={({ total, fen }) => t('funds.totals', { n: grouped(String(total)), amount: grouped(formatFen(fen, '亿元', 2)) })}
        selection={{ keys: ticked, onChange: setTicked }}
        empty={{ title: t('recognition.verdicts.empty') }}
        tools={
          <>
            <Select
              aria-label={t('recognition.basis')}
              style={{ width: 140 }}
              value={basis}
              options={active.map((b) => ({ value: b.code, label: b.name }))}
              onChange={choose}
            />
            <Button type="primary" disabled={wanted.length === 0} loading={accept.busy} onClick={() => accept.run(wanted)}>
              {t('recognition.accept', { n: wanted.length })}
            </Button>
          </>
        }
      />
      {judging && (
        <GiveDialog
          title={t('recognition.give.title', { basis: nameOf(basis) })}
          okText={t('recognition.give')}
          done={t('recognition.given')}
          arrivedFen={judging.amountFen}
          proposal={judging.proposal}
          give={({ own, remark }) => {
            const supersedes = inForceOf(judging, basis)?.id ?? null;
            return recognition.give({
              body: { basis, rows: [{ projectId: judging.projectId, arrivalId: judging.id, supersedes, own }], remark },
            });
          }}
          onClose={() => setJudging(null)}
        />
      )}
    </>
  );
}

function columnsOf(
  t: Text,
  basis: string,
  judge: (row: Judged) => void,
): Column<Judged, { items: readonly Judged[]; total: number; fen: number }>[] {
  return [
    { key: 'project', title: t('recognition.project'), width: 200, render: (r) => r.projectName },
    { key: 'unit', title: t('people.unit'), width: 120, render: (r) => r.unitName, filter: unitFilter, wideOnly: true },
    { key: 'arrivedOn', title: t('funds.arrivedOn'), width: 104, render: (r) => r.arrivedOn, filter: { kind: 'month' } },
    { key: 'amount', title: t('funds.amount'), width: 112, numeric: true, render: (r) => <Money fen={r.amountFen} unit="万元" /> },
    {
      key: 'payer',
      title: t('funds.payer'),
      width: 140,
      wideOnly: true,
      render: (r) => (r.isMasked ? t('projects.masked') : (r.payer ?? '—')),
    },
    {
      key: 'outcome',
      title: t('recognition.verdict'),
      width: 156,
      filter: { kind: 'choice', options: stands.map((value) => ({ value, label: t(`recognition.outcome.${value}`) })) },
      render: (r) => {
        const v = inForceOf(r, basis);
        return v ? <VerdictTag {...v} note={v.remark} /> : <VerdictTag outcome="pending" reason="not_judged" amountFen={0} />;
      },
    },
    {
      key: 'proposal',
      title: t('recognition.proposal'),
      width: 156,
      render: (r) => r.proposal && <VerdictTag {...r.proposal} note={null} />,
    },
    {
      key: 'give',
      title: t('recognition.act'),
      width: 110,
      render: (r) => {
        if (r.claim) return <UnderReview claim={r.claim} />;
        return (
          r.can.give && (
            <Button size="small" onClick={() => judge(r)}>
              {t('recognition.give')}
            </Button>
          )
        );
      },
    },
  ];
}
