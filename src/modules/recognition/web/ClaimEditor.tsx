import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { Result } from '../../../kernel/contract.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { useWords } from '../../projects/web/names.ts';
import type { ClaimView } from '../domain/claim-contract.ts';
import type { recognitionContract } from '../contract.ts';
import { mostOfClaim } from '../domain/claim.ts';
import { recognition } from './client.ts';
import './recognition.css';

type Claimable = Result<(typeof recognitionContract)['claimable']>;

/** 新的申报: the arrivals of a month that may be sent up, all ticked. */
export function NewClaimPage() {
  const t = useText();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const month = search.get('month') ?? undefined;
  const query = useQuery({
    queryKey: ['recognition', 'claimable', month],
    queryFn: () => recognition.claimable({ query: { month } }),
  });
  return (
    <>
      <PageHeader title={t('recognition.claims.new')} trail={[[t('recognition.claims.title'), '/claims']]} />
      <Loaded query={query}>
        {(found) =>
          found.month === null ? (
            <p>{t('recognition.claim.nothing')}</p>
          ) : (
            <>
              <label className="claim-month">
                {t('recognition.claim.month')}
                <Select
                  aria-label={t('recognition.claim.month')}
                  style={{ width: 180 }}
                  value={found.month}
                  options={found.months.map((m) => ({
                    value: m.month,
                    label: t('recognition.claim.monthOf', { month: m.month, n: m.count }),
                  }))}
                  onChange={(value) => setSearch({ month: value })}
                />
              </label>
              <Lines key={found.month} found={found} claim={null} onSent={(id) => void navigate(`/claims/${id}`)} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

/** What was returned, as it was sent and with what else may be sent; changed and sent up again. */
export function ClaimAgain({ claim, onSent }: { claim: ClaimView; onSent: () => void }) {
  const query = useQuery({
    queryKey: ['recognition', 'claimable', claim.id, claim.round],
    queryFn: () => recognition.claimable({ query: { claim: claim.id } }),
  });
  return <Loaded query={query}>{(found) => <Lines found={found} claim={claim} onSent={onSent} />}</Loaded>;
}

type LinesProps = { found: Claimable; claim: ClaimView | null; onSent: (id: string) => void };
function Lines({ found, claim, onSent }: LinesProps) {
  const t = useText();
  const kinds = useWords('arrival_kind');
  const before = claim && new Set(claim.lines.map((l) => l.id));
  const [ticked, setTicked] = useState<readonly string[]>(() => found.items.filter((a) => before?.has(a.id) ?? true).map((a) => a.id));
  const [remark, setRemark] = useState(claim?.remark ?? '');
  const send = useCommand({
    run: () => {
      const arrivals = found.items.filter((a) => ticked.includes(a.id)).map(({ projectId, id }) => ({ projectId, arrivalId: id }));
      const body = { remark: remark.trim() || null, arrivals };
      return claim
        ? recognition.submitClaimAgain({ params: { id: claim.id }, body })
        : recognition.submitClaim({ body: { month: found.month ?? '', ...body } });
    },
    done: t('recognition.claim.submitted'),
    after: ({ id }) => onSent(id),
    refusals: 'alert',
  });
  const tick = (id: string, isOn: boolean) => setTicked(isOn ? [...ticked, id] : ticked.filter((one) => one !== id));
  const isAll = ticked.length === found.items.length;
  return (
    <section className="claim-editor" aria-label={t('recognition.claim.choose')}>
      {found.total > mostOfClaim && <Alert type="info" title={t('recognition.claim.cut', { total: found.total, n: mostOfClaim })} />}
      <RefusalAlert refusal={send.refusal} />
      <Sheet
        label={t('recognition.claim.choose')}
        rowKey={(a) => a.id}
        items={found.items}
        nothing={t('recognition.claim.nothing')}
        lead={{
          head: (
            <Checkbox
              aria-label={t('kit.table.tickAll')}
              checked={isAll && ticked.length > 0}
              indeterminate={!isAll && ticked.length > 0}
              onChange={(e) => setTicked(e.target.checked ? found.items.map((a) => a.id) : [])}
            />
          ),
          cell: (a) => (
            <Checkbox
              aria-label={`${a.projectName} ${a.arrivedOn}`}
              checked={ticked.includes(a.id)}
              onChange={(e) => tick(a.id, e.target.checked)}
            />
          ),
        }}
        columns={[
          { key: 'project', title: t('recognition.project'), width: 260, render: (a) => a.projectName },
          { key: 'unit', title: t('people.unit'), width: 140, render: (a) => a.unitName },
          { key: 'arrivedOn', title: t('funds.arrivedOn'), width: 104, render: (a) => a.arrivedOn },
          { key: 'amount', title: t('funds.amount'), width: 130, numeric: true, render: (a) => <Money fen={a.amountFen} unit="万元" /> },
          { key: 'kind', title: t('funds.arrival.kind'), width: 90, render: (a) => kinds.of(a.kind) },
          { key: 'payer', title: t('funds.payer'), width: 200, render: (a) => (a.isMasked ? t('projects.masked') : (a.payer ?? '—')) },
        ]}
      />
      <label>
        {t('recognition.claim.remark')}
        <Input.TextArea
          rows={2}
          maxLength={500}
          placeholder={t('recognition.claim.remark.say')}
          value={remark}
          onChange={(e) => setRemark(e.target.value)}
        />
      </label>
      <Button type="primary" disabled={ticked.length === 0} loading={send.busy} onClick={() => send.run(undefined)}>
        {t('recognition.claim.submit', { n: ticked.length })}
      </Button>
    </section>
  );
}
