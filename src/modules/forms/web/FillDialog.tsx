import { Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { addMonths, dayOf, monthOf } from '../../../kernel/day.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { loadUnits } from '../../identity/web/unit-filter.tsx';
import type { FormPage } from '../contract.ts';
import { forms } from './client.ts';

type Fields = { month: string; unitId: string | null };
const monthsBack = 36;

/** For which month and unit the form is to be filled; last month at first. */
export function FillDialog({ form, onClose }: { form: FormPage; onClose: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const [fields] = Form.useForm<Fields>();
  const [now] = useState(() => monthOf(dayOf(new Date()))!);
  const fill = useCommand({
    run: ({ month, unitId }: Fields) => forms.fill({ params: { id: form.id }, body: { month, unitId: unitId ?? undefined } }),
    done: t('forms.filled'),
    refusals: 'alert',
    stale: [
      ['table', 'form-fillings'],
      ['table', 'forms'],
    ],
    after: ({ id }) => void navigate(`/form-fillings/${id}`),
  });
  const months = Array.from({ length: monthsBack }, (_, i) => addMonths(now, -i));
  return (
    <Modal
      open
      title={t('forms.fill')}
      okText={t('forms.fill')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: fill.busy }}
      onOk={fields.submit}
      onCancel={onClose}
    >
      <p>{t('forms.fill.what')}</p>
      <RefusalAlert refusal={fill.refusal} />
      <Form<Fields> form={fields} layout="vertical" initialValues={{ month: addMonths(now, -1), unitId: null }} onFinish={fill.run}>
        <Form.Item name="month" label={t('forms.fill.month')}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={months.map((value) => ({ value, label: monthText(t, value) }))} />
        </Form.Item>
        <Form.Item name="unitId" label={t('forms.fill.unit')}>
          <UnitPicker load={loadUnits} placeholder={t('forms.fill.own', { unit: form.unitName })} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** 2026年10月 */
export const monthText = (t: ReturnType<typeof useText>, month: string) =>
  t('forms.month', { year: month.slice(0, 4), month: Number(month.slice(5)) });
