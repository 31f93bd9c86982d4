import { useQuery } from '@tanstack/react-query';
import { Checkbox, Modal, Select } from 'antd';
import { useState } from 'react';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { type ProjectClass, projectClasses } from '../../milestones/domain/node.ts';
import type { ProjectPermits } from '../contract.ts';
import { type PermitRule, permitStages } from '../domain/permit.ts';
import { permits, rulesQuery } from './client.ts';

type Props = { projectId: string; found: ProjectPermits; onClose: () => void };
/** Which approvals of the template of its class a project needs. */
export function LayDialog({ projectId, found, onClose }: Props) {
  const t = useText();
  const [of, setOf] = useState<ProjectClass>(found.class ?? 'industrial_new');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const query = useQuery(rulesQuery);
  const version = query.data?.items.find((i) => i.class === of)?.versions.find((v) => v.effectiveFrom <= found.today);
  const held = new Set(found.permits.map((p) => p.key));
  const fresh = (version?.body.permits ?? []).filter((p) => !held.has(p.key));
  const keys = fresh.filter((p) => !left.has(p.key)).map((p) => p.key);
  const act = useCommand({
    run: () => permits.plan({ params: { id: projectId }, body: { class: of, keys } }),
    done: ({ added }) => t('permits.laid', { n: added }),
    after: onClose,
    refusals: 'alert',
  });
  const tick = (key: string, isNeeded: boolean) =>
    setLeft((before) => {
      const next = new Set(before);
      if (isNeeded) next.delete(key);
      else next.add(key);
      return next;
    });
  return (
    <Modal
      open
      width={760}
      title={t('permits.lay')}
      okText={t('permits.lay.keep', { n: keys.length })}
      okButtonProps={{ loading: act.busy, disabled: keys.length === 0 }}
      cancelText={t('kit.cancel')}
      onOk={() => act.run(undefined)}
      onCancel={onClose}
    >
      <RefusalAlert refusal={act.refusal} />
      <p className="hint">{t('permits.lay.note')}</p>
      <Select<ProjectClass>
        aria-label={t('milestones.class')}
        style={{ width: 180 }}
        value={of}
        onChange={setOf}
        options={projectClasses.map((value) => ({ value, label: t(`milestones.class.${value}`) }))}
      />
      {permitStages.map((stage) => (
        <Choices key={stage} label={t(`permits.stage.${stage}`)} rules={fresh.filter((p) => p.stage === stage)} left={left} onTick={tick} />
      ))}
    </Modal>
  );
}

type ChoiceProps = {
  label: string;
  rules: readonly PermitRule[];
  left: ReadonlySet<string>;
  onTick: (key: string, isNeeded: boolean) => void;
};
function Choices({ label, rules, left, onTick }: ChoiceProps) {
  const t = useText();
  if (rules.length === 0) return null;
  return (
    <fieldset className="permit-choices">
      <legend>{label}</legend>
      {rules.map((p) => (
        <Checkbox key={p.key} checked={!left.has(p.key)} onChange={(e) => onTick(p.key, e.target.checked)}>
          {t('permits.lay.line', { name: p.name, legal: p.legalDays, promised: p.promisedDays })}
        </Checkbox>
      ))}
    </fieldset>
  );
}
