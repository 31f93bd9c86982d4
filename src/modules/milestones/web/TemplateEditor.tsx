import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { dayOf } from '../../../kernel/day.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { Sheet, type SheetProps } from '../../../web/kit/Sheet.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { dayUnits, nodeRoles, type PlanNode, type ProjectClass } from '../domain/node.ts';
import type { PlanTemplate } from '../domain/template.ts';
import { milestones } from './client.ts';

type Props = { of: ProjectClass; body: PlanTemplate; isDraft: boolean; onClose: () => void };
type Put = (key: string, part: Partial<PlanNode>) => void;

/** The nodes of a version, or a draft of the next one made from it. Plans keep the nodes they were made with. */
export function TemplateEditor({ of, body, isDraft, onClose }: Props) {
  const t = useText();
  const [nodes, setNodes] = useState(body.nodes);
  const [title, setTitle] = useState(body.title);
  const [effectiveFrom, setFrom] = useState(() => dayOf(new Date()));
  const act = useCommand({
    run: () => milestones.publishTemplate({ params: { class: of }, body: { effectiveFrom, body: { title, nodes } } }),
    done: ({ version }) => t('milestones.template.published', { version }),
    after: onClose,
    refusals: 'alert',
  });
  const put: Put = (key, part) => setNodes((all) => all.map((n) => (n.key === key ? { ...n, ...part } : n)));
  const remove = (key: string) =>
    setNodes((all) => all.filter((n) => n.key !== key).map((n) => ({ ...n, after: n.after.filter((k) => k !== key) })));
  return (
    <section aria-label={t('milestones.template.nodes')}>
      <RefusalAlert refusal={act.refusal} />
      {isDraft && (
        <div className="plan-form">
          <label>
            {t('milestones.template.title')}
            <Input value={title} maxLength={60} onChange={(e) => setTitle(e.target.value)} />
          </label>
          <label>
            {t('milestones.template.from')}
            <Input type="date" value={effectiveFrom} onChange={(e) => setFrom(e.target.value)} />
          </label>
        </div>
      )}
      <Sheet
        label={t('milestones.template.nodes')}
        rowKey={(n) => n.key}
        items={nodes}
        columns={isDraft ? draftColumns(t, nodes, put, remove) : columnsOf(t, nodes)}
      />
      {isDraft && (
        <p className="milestone-acts">
          <Button onClick={() => setNodes((all) => [...all, fresh(all, t('milestones.template.fresh'))])}>
            {t('milestones.template.add')}
          </Button>
          <Button type="primary" loading={act.busy} onClick={() => act.run(undefined)}>
            {t('milestones.template.publish')}
          </Button>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
        </p>
      )}
    </section>
  );
}

function fresh(all: readonly PlanNode[], name: string): PlanNode {
  const no = all.length + 1 + all.filter((n) => n.key.startsWith('node_')).length;
  return { key: `node_${no}`, name, days: 10, unit: 'working', after: [], role: 'unit', deliverable: '', isOutdoor: false, event: null };
}

type Columns = SheetProps<PlanNode>['columns'];
const columnsOf = (t: Text, nodes: readonly PlanNode[]): Columns => [
  { key: 'name', title: t('milestones.node'), width: 170, render: (n) => n.name },
  {
    key: 'days',
    title: t('milestones.days'),
    width: 110,
    numeric: true,
    render: (n) => (n.days ? t(`milestones.days.${n.unit}`, { n: n.days }) : t('kit.none')),
  },
  {
    key: 'after',
    title: t('milestones.after'),
    width: 260,
    render: (n) => n.after.map((k) => nodes.find((m) => m.key === k)?.name ?? k).join(t('milestones.and')),
  },
  { key: 'role', title: t('milestones.role'), width: 120, render: (n) => t(`milestones.role.${n.role}`) },
  { key: 'deliverable', title: t('milestones.deliverable'), width: 150, render: (n) => n.deliverable },
  { key: 'outdoor', title: t('milestones.outdoor'), width: 80, render: (n) => (n.isOutdoor ? t('milestones.outdoor.yes') : '') },
];

const draftColumns = (t: Text, nodes: readonly PlanNode[], put: Put, remove: (key: string) => void): Columns => [
  {
    key: 'name',
    title: t('milestones.node'),
    width: 190,
    render: (n) => (
      <Input
        size="small"
        aria-label={t('milestones.node')}
        value={n.name}
        maxLength={60}
        onChange={(e) => put(n.key, { name: e.target.value })}
      />
    ),
  },
  {
    key: 'days',
    title: t('milestones.days'),
    width: 220,
    render: (n) => (
      <>
        <InputNumber
          size="small"
          min={0}
          max={1500}
          precision={0}
          aria-label={t('milestones.days.of', { name: n.name })}
          value={n.days}
          onChange={(days) => put(n.key, { days: days ?? 0 })}
        />{' '}
        <Select
          size="small"
          style={{ width: 104 }}
          aria-label={t('milestones.unit.of', { name: n.name })}
          value={n.unit}
          onChange={(unit) => put(n.key, { unit })}
          options={dayUnits.map((value) => ({ value, label: t(`milestones.unit.${value}`) }))}
        />
      </>
    ),
  },
  {
    key: 'after',
    title: t('milestones.after'),
    width: 280,
    render: (n) => (
      <Select
        size="small"
        mode="multiple"
        style={{ width: '100%' }}
        aria-label={t('milestones.after.of', { name: n.name })}
        value={n.after}
        onChange={(after) => put(n.key, { after })}
        options={nodes.filter((m) => m.key !== n.key).map((m) => ({ value: m.key, label: m.name }))}
      />
    ),
  },
  {
    key: 'role',
    title: t('milestones.role'),
    width: 150,
    render: (n) => (
      <Select
        size="small"
        style={{ width: '100%' }}
        aria-label={t('milestones.role.of', { name: n.name })}
        value={n.role}
        onChange={(role) => put(n.key, { role })}
        options={nodeRoles.map((value) => ({ value, label: t(`milestones.role.${value}`) }))}
      />
    ),
  },
  {
    key: 'deliverable',
    title: t('milestones.deliverable'),
    width: 160,
    render: (n) => (
      <Input
        size="small"
        aria-label={t('milestones.deliverable.of', { name: n.name })}
        value={n.deliverable}
        maxLength={100}
        onChange={(e) => put(n.key, { deliverable: e.target.value })}
      />
    ),
  },
  {
    key: 'outdoor',
    title: t('milestones.outdoor'),
    width: 80,
    render: (n) => (
      <Checkbox
        aria-label={t('milestones.outdoor.of', { name: n.name })}
        checked={n.isOutdoor}
        onChange={(e) => put(n.key, { isOutdoor: e.target.checked })}
      />
    ),
  },
  {
    key: 'out',
    title: t('milestones.acts'),
    width: 80,
    render: (n) =>
      !n.event && (
        <Button type="link" size="small" aria-label={t('milestones.leaveOut.of', { name: n.name })} onClick={() => remove(n.key)}>
          {t('milestones.leaveOut')}
        </Button>
      ),
  },
];
