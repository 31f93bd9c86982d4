import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { hasMessage, type Text, useText } from '../../../web/text.ts';
import type { FlowView } from '../contract.ts';
import type { StepRule } from '../domain/flow.ts';
import { reviews } from './client.ts';
import { FlowEdit } from './FlowEdit.tsx';
import './reviews.css';

/** Who signs what in which order, as rules with versions. */
export function FlowsPage() {
  const t = useText();
  const query = useQuery({ queryKey: ['review-flows'], queryFn: () => reviews.flows({}) });
  return (
    <>
      <PageHeader title={t('reviews.flows.title')} note={t('reviews.flows.note')} />
      <Loaded query={query}>
        {({ items, can }) =>
          items.length === 0 ? (
            <p className="soft">{t('reviews.flows.none')}</p>
          ) : (
            items.map((flow) => <Flow key={`${flow.flow} ${flow.versions[0]?.version}`} flow={flow} mayPublish={can.publish} />)
          )
        }
      </Loaded>
    </>
  );
}

/** A flow by the name its room gave it: 'review.flow.<flow>', else that of its subject. */
const nameOf = (t: Text, flow: string) => {
  const key = [`review.flow.${flow}`, `notice.subject.${flow.replaceAll('-', '_')}`].find(hasMessage);
  return key ? t(key) : flow;
};

function Flow({ flow, mayPublish }: { flow: FlowView; mayPublish: boolean }) {
  const t = useText();
  const [isEditing, setEditing] = useState(false);
  const past = flow.versions.map((v) => t('reviews.flows.versions', { n: v.version, on: v.effectiveFrom }));
  return (
    <section className="flow" aria-label={nameOf(t, flow.flow)}>
      <h2>
        {nameOf(t, flow.flow)} <small>{t('reviews.flows.version', { n: flow.version })}</small>{' '}
        {flow.open !== null && <small>{t('reviews.flows.open', { n: flow.open })}</small>}
        {mayPublish && !isEditing && (
          <Button size="small" onClick={() => setEditing(true)}>
            {t('reviews.flows.change')}
          </Button>
        )}
      </h2>
      {isEditing ? (
        <FlowEdit flow={flow} onClose={() => setEditing(false)} />
      ) : (
        <ol className="flow-steps">
          {flow.steps.map((step) => (
            <li key={step.name}>
              <b>{step.name}</b> {t(`reviews.mode.${step.mode}`)} {seatsText(t, step)}{' '}
              {step.dueDays && <span className="soft">{t('reviews.flows.step.days', { n: step.dueDays })}</span>}
            </li>
          ))}
        </ol>
      )}
      <p className="soft">{past.join(' · ')}</p>
    </section>
  );
}

const seatsText = (t: Text, { seats }: StepRule) =>
  seats.map(({ role, of }) => t(`reviews.of.${of}`, { role: t(`role.${role}`) })).join(t('shell.comma'));
