import { Modal } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../../web/api.ts';
import { useText } from '../../../web/text.ts';
import { evidenceContract } from '../../evidence/contract.ts';
import { ActForm } from './ActForm.tsx';
import type { ActKind } from '../domain/act.ts';
import type { Entry, PermitView } from '../domain/permit-view.ts';
import { LimitText, PermitMark } from './PermitMark.tsx';

type Props = { projectId: string; permit: PermitView; today: string; onClose: () => void };

/** One approval: where it stands, what may be entered next, and everything that happened. */
export function PermitDialog({ projectId, permit, today, onClose }: Props) {
  const t = useText();
  const [kind, setKind] = useState<ActKind | null>(null);
  const chosen = kind !== null && permit.can.acts.includes(kind) ? kind : (permit.can.acts[0] ?? null);
  return (
    <Modal open width={720} title={permit.name} footer={null} onCancel={onClose} destroyOnHidden>
      <Facts permit={permit} />
      {chosen && (
        <ActForm
          key={`${chosen} ${permit.last ?? ''}`}
          projectId={projectId}
          permit={permit}
          kind={chosen}
          onKind={setKind}
          today={today}
        />
      )}
      <h3 className="permit-after">{t('permits.entries')}</h3>
      {permit.entries.length === 0 ? <p className="hint">{t('permits.entries.none')}</p> : <Entries entries={permit.entries} />}
    </Modal>
  );
}

function Facts({ permit: p }: { permit: PermitView }) {
  const t = useText();
  const isDone = p.decidedOn !== null;
  const facts = [
    ['permits.state', <PermitMark key="s" state={p.state} isLate={p.promised.isLate && !isDone} />],
    ['permits.promised', <LimitText key="p" limit={p.promised} isDone={isDone} />],
    ['permits.legal', <LimitText key="l" limit={p.legal} isDone={isDone} />],
    ['permits.basis', p.basis || t('kit.none')],
    ...(p.waitsFor.length > 0 ? [['permits.waitsFor', p.waitsFor.join(t('permits.and'))] as const] : []),
    ...(p.answerBy ? [['permits.answerBy', p.answerBy] as const] : []),
    ...(p.toldOn && p.toldMissing.length > 0 ? [['permits.told', p.toldMissing.join(t('permits.and'))] as const] : []),
    ...(p.gapsBy ? [['permits.gaps', t('permits.gaps.of', { on: p.gapsBy, missing: p.gaps.join(t('permits.and')) })] as const] : []),
    ...(p.number ? [['permits.number', p.number] as const] : []),
    ...(p.validUntil ? [['permits.validUntil', p.isUsed ? t('permits.used.byStart') : p.validUntil] as const] : []),
  ] as const;
  return (
    <dl className="permit-facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{t(label)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Entries({ entries }: { entries: readonly Entry[] }) {
  const t = useText();
  return (
    <ul className="permit-entries">
      {entries.toReversed().map((e) => {
        const more = [
          e.mode && e.mode !== 'full' && t(`permits.mode.${e.mode}`),
          e.cause && t(`permits.cause.${e.cause}`),
          e.number,
          e.missing?.join(t('permits.and')),
          e.untilOn && t('permits.until.mark', { on: e.untilOn }),
          e.months && t('permits.months', { n: e.months }),
          e.words,
        ].filter(Boolean);
        return (
          <li key={e.id}>
            <span className={e.isGone ? 'gone' : ''}>
              {e.happenedOn} {t(`permits.act.${e.kind}`)}
            </span>{' '}
            {more.join(t('projects.semicolon'))} <small>{t('milestones.by', { who: e.by, date: e.at.slice(0, 10) })}</small>
            {e.evidence.map(({ id, name }) => (
              <a key={id} href={addressOf(evidenceContract.download, { params: { id } })}>
                {` ${name}`}
              </a>
            ))}
          </li>
        );
      })}
    </ul>
  );
}
