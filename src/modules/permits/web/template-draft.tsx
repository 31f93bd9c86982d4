import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import type { SheetProps } from '../../../web/kit/Sheet.tsx';
import type { Text } from '../../../web/text.ts';
import { nodeRoles } from '../../milestones/domain/node.ts';
import { type PermitRule, permitStages } from '../domain/permit.ts';

export type Put = (key: string, part: Partial<PermitRule>) => void;
type Column = SheetProps<PermitRule>['columns'][number];

/** The columns of a draft of a template, each a control. */
export function draftColumns(t: Text, rules: readonly PermitRule[], put: Put, remove: (key: string) => void): Column[] {
  const column = (key: string, title: string, width: number, render: (p: PermitRule) => ReactNode): Column => ({
    key,
    title,
    width,
    render,
  });
  const of = (p: PermitRule, what: string) => t('permits.of', { name: p.name, what });
  const number = (key: 'legalDays' | 'promisedDays' | 'greenDays', title: string) =>
    column(key, title, 110, (p) => (
      <InputNumber
        size="small"
        min={0}
        max={300}
        step={0.5}
        aria-label={of(p, title)}
        value={p[key]}
        onChange={(days) => put(p.key, { [key]: days ?? 0 })}
      />
    ));
  const whole = (key: 'extensions' | 'extensionMonths', title: string) =>
    column(key, title, 110, (p) => (
      <InputNumber
        size="small"
        min={0}
        max={60}
        precision={0}
        aria-label={of(p, title)}
        value={p[key]}
        onChange={(n) => put(p.key, { [key]: n ?? 0 })}
      />
    ));
  const tick = (key: 'mayLack' | 'mayPromise' | 'mayPreReview' | 'isUsedByStart', title: string) =>
    column(key, title, 90, (p) => (
      <Checkbox aria-label={of(p, title)} checked={p[key]} onChange={(e) => put(p.key, { [key]: e.target.checked })} />
    ));
  return [
    column('name', t('permits.permit'), 200, (p) => (
      <Input
        size="small"
        aria-label={t('permits.permit')}
        value={p.name}
        maxLength={60}
        onChange={(e) => put(p.key, { name: e.target.value })}
      />
    )),
    column('stage', t('permits.stage'), 180, (p) => (
      <Select
        size="small"
        style={{ width: '100%' }}
        aria-label={of(p, t('permits.stage'))}
        value={p.stage}
        onChange={(stage) => put(p.key, { stage })}
        options={permitStages.map((value) => ({ value, label: t(`permits.stage.${value}`) }))}
      />
    )),
    column('role', t('permits.department'), 150, (p) => (
      <Select
        size="small"
        style={{ width: '100%' }}
        aria-label={of(p, t('permits.department'))}
        value={p.role}
        onChange={(role) => put(p.key, { role })}
        options={nodeRoles.map((value) => ({ value, label: t(`milestones.role.${value}`) }))}
      />
    )),
    number('legalDays', t('permits.legal')),
    number('promisedDays', t('permits.promised')),
    number('greenDays', t('permits.green')),
    column('after', t('permits.after'), 260, (p) => (
      <Select
        size="small"
        mode="multiple"
        style={{ width: '100%' }}
        aria-label={of(p, t('permits.after'))}
        value={p.after}
        onChange={(after) => put(p.key, { after })}
        options={rules.filter((q) => q.key !== p.key).map((q) => ({ value: q.key, label: q.name }))}
      />
    )),
    tick('mayLack', t('permits.mode.lacking')),
    tick('mayPromise', t('permits.mode.promise')),
    tick('mayPreReview', t('permits.preReview')),
    column('validMonths', t('permits.validity'), 110, (p) => (
      <InputNumber
        size="small"
        min={1}
        max={240}
        precision={0}
        aria-label={of(p, t('permits.validity'))}
        value={p.validMonths}
        onChange={(validMonths) => put(p.key, { validMonths })}
      />
    )),
    whole('extensions', t('permits.extensions')),
    whole('extensionMonths', t('permits.extensionMonths')),
    tick('isUsedByStart', t('permits.usedByStart')),
    column('basis', t('permits.basis'), 240, (p) => (
      <Input
        size="small"
        aria-label={of(p, t('permits.basis'))}
        value={p.basis}
        maxLength={200}
        onChange={(e) => put(p.key, { basis: e.target.value })}
      />
    )),
    column('out', t('permits.acts'), 80, (p) => (
      <Button type="link" size="small" aria-label={t('permits.leaveOut.of', { name: p.name })} onClick={() => remove(p.key)}>
        {t('permits.leaveOut')}
      </Button>
    )),
  ];
}
