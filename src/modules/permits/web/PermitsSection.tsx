import { useQuery } from '@tanstack/react-query';
import { Button, Empty } from 'antd';
import { useState } from 'react';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useAsked } from '../../../web/kit/use-asked.ts';
import { useText } from '../../../web/text.ts';
import type { ProjectPermits } from '../contract.ts';
import { permitStages } from '../domain/permit.ts';
import type { PermitView } from '../domain/permit-view.ts';
import { ArrangeActs } from './ArrangeActs.tsx';
import { permitsQuery } from './client.ts';
import { FeesTable } from './FeesTable.tsx';
import { LayDialog } from './LayDialog.tsx';
import { PermitDialog } from './PermitDialog.tsx';
import { LimitText, PermitMark } from './PermitMark.tsx';
import './permits.css';

/** 联审联批 of a project: its approvals stage by stage, their clocks, who runs its errands, and what is asked of it. */
export function PermitsSection({ projectId }: { projectId: string }) {
  const t = useText();
  const query = useQuery(permitsQuery(projectId));
  const [laying, setLaying] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const [asked, seen] = useAsked('permit');
  const close = () => {
    setOpened(null);
    seen();
  };
  return (
    <Loaded query={query}>
      {(found) => (
        <section aria-label={t('permits.section')}>
          <Sums found={found} />
          <div className="permit-acts">
            {found.can.plan && found.permits.length > 0 && <Button onClick={() => setLaying(true)}>{t('permits.lay.more')}</Button>}
            {found.can.arrange && <ArrangeActs projectId={projectId} found={found} />}
          </div>
          {found.unpublished.length > 0 && <p className="hint">{t('permits.unpublished', { years: found.unpublished.join('、') })}</p>}
          {found.permits.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('permits.empty')}>
              {found.can.plan && (
                <Button type="primary" onClick={() => setLaying(true)}>
                  {t('permits.lay')}
                </Button>
              )}
            </Empty>
          ) : (
            <Stages found={found} onOpen={setOpened} />
          )}
          {found.fees.length > 0 && found.permits.length > 0 && (
            <>
              <h3 className="permit-after">{t('permits.fees')}</h3>
              <FeesTable fees={found.fees} />
            </>
          )}
          {laying && <LayDialog projectId={projectId} found={found} onClose={() => setLaying(false)} />}
          <Opened projectId={projectId} found={found} id={opened ?? asked} onClose={close} />
        </section>
      )}
    </Loaded>
  );
}

type OpenedProps = { projectId: string; found: ProjectPermits; id: string | null; onClose: () => void };
function Opened({ projectId, found, id, onClose }: OpenedProps) {
  const permit = found.permits.find((p) => p.id === id);
  if (!permit) return null;
  return <PermitDialog projectId={projectId} permit={permit} today={found.today} onClose={onClose} />;
}

function Sums({ found }: { found: ProjectPermits }) {
  const t = useText();
  const needed = found.permits.filter((p) => p.state !== 'dropped');
  const late = needed.filter((p) => p.promised.isLate && p.decidedOn === null).length;
  const sums = [
    ['permits.code', found.nationalCode ?? t('permits.code.none')],
    ['permits.green', t(found.isGreen ? 'permits.green.on' : 'permits.green.off')],
    ['permits.agent', found.agent?.name ?? t('permits.agent.none')],
    ['permits.done', t('permits.done.of', { n: needed.filter((p) => p.state === 'granted').length, all: needed.length })],
    ['permits.late', late],
  ] as const;
  return (
    <dl className="permit-sums">
      {sums.map(([label, value]) => (
        <div key={label}>
          <dt>{t(label)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Approvals of one stage run in parallel under one lead department. */
function Stages({ found, onOpen }: { found: ProjectPermits; onOpen: (id: string) => void }) {
  const t = useText();
  return permitStages.map((stage) => {
    const items = found.permits.filter((p) => p.stage === stage);
    if (items.length === 0) return null;
    return (
      <section key={stage} className="permit-stage">
        <h3>
          {t(`permits.stage.${stage}`)}{' '}
          <small>{t('permits.lead', { role: t(`milestones.role.${items[0]!.leadRole}`), n: items.length })}</small>
        </h3>
        <StageTable label={t(`permits.stage.${stage}`)} items={items} onOpen={onOpen} />
      </section>
    );
  });
}

type TableProps = { label: string; items: readonly PermitView[]; onOpen: (id: string) => void };
function StageTable({ label, items, onOpen }: TableProps) {
  const t = useText();
  const none = t('kit.none');
  return (
    <Sheet
      label={label}
      rowKey={(p) => p.id}
      items={items}
      columns={[
        {
          key: 'name',
          title: t('permits.permit'),
          width: 190,
          render: (p) => (
            <Button
              type="link"
              size="small"
              className="permit-name"
              aria-label={t('permits.open.of', { name: p.name })}
              onClick={() => onOpen(p.id)}
            >
              {p.name}
            </Button>
          ),
        },
        { key: 'state', title: t('permits.state'), width: 150, render: (p) => <StateCell permit={p} /> },
        { key: 'department', title: t('permits.department'), width: 180, render: (p) => p.department ?? t(`milestones.role.${p.role}`) },
        { key: 'accepted', title: t('permits.acceptedOn'), width: 110, render: (p) => p.acceptedOn ?? none },
        {
          key: 'promised',
          title: t('permits.promised'),
          width: 320,
          render: (p) => <LimitText limit={p.promised} isDone={p.decidedOn !== null} />,
        },
        { key: 'legal', title: t('permits.legal'), width: 320, render: (p) => <LimitText limit={p.legal} isDone={p.decidedOn !== null} /> },
        {
          key: 'used',
          title: t('permits.used'),
          width: 190,
          render: (p) => (p.acceptedOn ? t('permits.used.of', { used: p.used, stood: p.stood }) : none),
        },
        { key: 'decided', title: t('permits.decidedOn'), width: 110, render: (p) => p.decidedOn ?? none },
        { key: 'valid', title: t('permits.validUntil'), width: 150, render: (p) => <Validity permit={p} /> },
      ]}
    />
  );
}

function StateCell({ permit: p }: { permit: PermitView }) {
  const t = useText();
  const more = [
    p.isGreen && p.acceptedOn && t('permits.green.mark'),
    p.preReviewedOn && p.state !== 'granted' && t('permits.blue'),
    p.gapsBy && t('permits.gaps.mark', { on: p.gapsBy }),
    p.mode === 'promise' && t('permits.mode.promise'),
    p.isDeemed && t('permits.deemed'),
    p.answerBy && t('permits.answerBy.mark', { on: p.answerBy }),
  ].filter(Boolean);
  return (
    <span className="permit-cell">
      <PermitMark state={p.state} isLate={p.promised.isLate && p.decidedOn === null} />
      {more.length > 0 && <small>{more.join(t('permits.and'))}</small>}
    </span>
  );
}

function Validity({ permit: p }: { permit: PermitView }) {
  const t = useText();
  if (p.validUntil === null) return <>{t('kit.none')}</>;
  if (p.isUsed) return <>{t('permits.used.byStart')}</>;
  return (
    <span className={p.isExpired ? 'permit-mark permit-is-late' : ''}>
      {p.isExpired ? t('permits.expired', { date: p.validUntil }) : p.validUntil}
    </span>
  );
}
