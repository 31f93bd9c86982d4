import { Button } from 'antd';
import { useState } from 'react';
import { dayOf } from '../../../kernel/day.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { loadUnits } from '../../identity/web/unit-filter.tsx';
import { type NodeRole, nodeRoles } from '../../milestones/domain/node.ts';
import { permits } from './client.ts';

type Department = { role: NodeRole; unitId: string };
type Version = { version: number; body: { departments: Department[] } };
/** Departments that decide; a unit of the project's own side decides nothing. */
const deciding = nodeRoles.filter((r) => r !== 'enterprise' && r !== 'unit' && r !== 'promotion');

/** 审批部门: which unit of this district each department is. Only its people decide then, and its desk shows what is due. */
export function DepartmentsEditor({ versions, mayPublish }: { versions: readonly Version[]; mayPublish: boolean }) {
  const t = useText();
  const [draft, setDraft] = useState<Department[] | null>(null);
  const [inForce] = versions;
  const act = useCommand({
    run: (departments: Department[]) => permits.publishDepartments({ body: { effectiveFrom: dayOf(new Date()), body: { departments } } }),
    done: ({ version }) => t('permits.published', { version }),
    after: () => setDraft(null),
    refusals: 'alert',
  });
  const shown = draft ?? inForce?.body.departments ?? [];
  const put = (role: NodeRole, unitId: string | null) =>
    setDraft([...shown.filter((d) => d.role !== role), ...(unitId ? [{ role, unitId }] : [])]);
  return (
    <section aria-label={t('permits.departments')}>
      <h2 className="permit-after">{t('permits.departments')}</h2>
      <p className="hint">{t('permits.departments.note', { version: inForce?.version ?? 0 })}</p>
      <RefusalAlert refusal={act.refusal} />
      <div className="permit-form">
        {deciding.map((role) => (
          <label key={role}>
            {t(`milestones.role.${role}`)}
            <UnitPicker
              aria-label={t(`milestones.role.${role}`)}
              value={shown.find((d) => d.role === role)?.unitId ?? null}
              onChange={(unitId) => put(role, unitId)}
              load={loadUnits}
              disabled={!mayPublish}
              placeholder={t('permits.departments.any')}
            />
          </label>
        ))}
      </div>
      {draft && (
        <p className="permit-acts">
          <Button type="primary" loading={act.busy} onClick={() => act.run(draft)}>
            {t('permits.publish')}
          </Button>
          <Button onClick={() => setDraft(null)}>{t('kit.cancel')}</Button>
        </p>
      )}
    </section>
  );
}
