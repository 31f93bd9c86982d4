import { Button, Input } from 'antd';
import { useState } from 'react';
import { dayOf } from '../../../kernel/day.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useNarrow } from '../../../web/kit/narrow.ts';
import { RowCards } from '../../../web/kit/RowCards.tsx';
import { Sheet, type SheetProps } from '../../../web/kit/Sheet.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import type { ProjectClass } from '../../milestones/domain/node.ts';
import type { PermitRule, PermitTemplate } from '../domain/permit.ts';
import { permits } from './client.ts';
import { draftColumns, type Put } from './template-draft.tsx';

type Props = { of: ProjectClass; body: PermitTemplate; isDraft: boolean; onClose: () => void };

/** The approvals of a version, or a draft of the next one made from it. Projects keep the approvals that were laid down. */
export function TemplateEditor({ of, body, isDraft, onClose }: Props) {
  const t = useText();
  const [rules, setRules] = useState(body.permits);
  const [title, setTitle] = useState(body.title);
  const [effectiveFrom, setFrom] = useState(() => dayOf(new Date()));
  const act = useCommand({
    run: () => permits.publishTemplate({ params: { class: of }, body: { effectiveFrom, body: { ...body, title, permits: rules } } }),
    done: ({ version }) => t('permits.published', { version }),
    after: onClose,
    refusals: 'alert',
  });
  const put: Put = (key, part) => setRules((all) => all.map((p) => (p.key === key ? { ...p, ...part } : p)));
  const remove = (key: string) =>
    setRules((all) => all.filter((p) => p.key !== key).map((p) => ({ ...p, after: p.after.filter((k) => k !== key) })));
  return (
    <section aria-label={t('permits.template')}>
      <RefusalAlert refusal={act.refusal} />
      {isDraft && (
        <div className="permit-form">
          <label>
            {t('permits.template.title')}
            <Input value={title} maxLength={60} onChange={(e) => setTitle(e.target.value)} />
          </label>
          <label>
            {t('permits.from')}
            <Input type="date" value={effectiveFrom} onChange={(e) => setFrom(e.target.value)} />
          </label>
        </div>
      )}
      {isDraft ? (
        <Sheet label={t('permits.template')} rowKey={(p) => p.key} items={rules} columns={draftColumns(t, rules, put, remove)} />
      ) : (
        <Rules rules={rules} />
      )}
      {isDraft && (
        <p className="permit-acts">
          <Button onClick={() => setRules((all) => [...all, fresh(all, t('permits.template.fresh'))])}>{t('permits.template.add')}</Button>
          <Button type="primary" loading={act.busy} onClick={() => act.run(undefined)}>
            {t('permits.publish')}
          </Button>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
        </p>
      )}
    </section>
  );
}

/** What is asked, to be read: every column in sight at a desk, a card for each approval on a phone. */
function Rules({ rules }: { rules: readonly PermitRule[] }) {
  const t = useText();
  const columns = columnsOf(t, rules);
  const shared = { columns, rowKey: (p: PermitRule) => p.key, nothing: t('kit.table.empty') };
  if (useNarrow()) {
    const words = t('kit.table.count', { n: rules.length });
    const page = { items: rules, total: rules.length };
    return <RowCards {...shared} page={page} words={words} rowHref={undefined} openPanel={undefined} most={columns.length} />;
  }
  return (
    <div className="permit-rules">
      <Sheet {...shared} label={t('permits.template')} items={rules} />
    </div>
  );
}

const plain = { mayLack: false, mayPromise: false, mayPreReview: false, validMonths: null, extensions: 0, extensionMonths: 0 };
function fresh(all: readonly PermitRule[], name: string): PermitRule {
  const no = all.length + 1 + all.filter((p) => p.key.startsWith('permit_')).length;
  const limits = { legalDays: 20, promisedDays: 10, greenDays: 5 };
  return {
    key: `permit_${no}`,
    name,
    stage: 'construction',
    role: 'approval',
    after: [],
    ...limits,
    ...plain,
    isUsedByStart: false,
    basis: '',
  };
}

const columnsOf = (t: Text, rules: readonly PermitRule[]): SheetProps<PermitRule>['columns'] => [
  { key: 'name', title: t('permits.permit'), width: 140, render: (p) => p.name },
  { key: 'stage', title: t('permits.stage'), width: 120, render: (p) => t(`permits.stage.${p.stage}`) },
  { key: 'role', title: t('permits.department'), width: 100, render: (p) => t(`milestones.role.${p.role}`) },
  { key: 'legal', title: t('permits.legal'), width: 76, numeric: true, render: (p) => p.legalDays },
  { key: 'promised', title: t('permits.promised'), width: 76, numeric: true, render: (p) => p.promisedDays },
  { key: 'green', title: t('permits.green'), width: 76, numeric: true, render: (p) => p.greenDays },
  {
    key: 'after',
    title: t('permits.after'),
    width: 150,
    render: (p) => p.after.map((k) => rules.find((q) => q.key === k)?.name ?? k).join(t('permits.and')),
  },
  { key: 'ways', title: t('permits.ways'), width: 140, render: (p) => waysOf(t, p).join(t('permits.and')) },
  { key: 'valid', title: t('permits.validity'), width: 130, render: (p) => validityOf(t, p) },
  { key: 'basis', title: t('permits.basis'), width: 140, render: (p) => p.basis },
];
const waysOf = (t: Text, p: PermitRule) => [
  ...(p.mayLack ? [t('permits.mode.lacking')] : []),
  ...(p.mayPromise ? [t('permits.mode.promise')] : []),
  ...(p.mayPreReview ? [t('permits.preReview')] : []),
];
function validityOf(t: Text, { validMonths, extensions, extensionMonths }: PermitRule): string {
  if (validMonths === null) return t('kit.none');
  const months = t('permits.months', { n: validMonths });
  return extensions > 0 ? t('permits.validity.more', { months, times: extensions, each: extensionMonths }) : months;
}
