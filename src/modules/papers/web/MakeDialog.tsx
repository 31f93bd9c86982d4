import { useQuery } from '@tanstack/react-query';
import { Form, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { addMonths, dayOf, monthOf } from '../../../kernel/day.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { useClosings } from '../../figures/web/AsOfPicker.tsx';
import type { PaperKind } from '../domain/kind.ts';
import { makeableUnits, papers } from './client.ts';
import { monthWords } from './month-words.ts';

type Fields = { kind: PaperKind; month: string; unitId: string | null; asOf: 'closing' | 'now'; from?: string };
const monthsBack = 36;

/** Which month and unit the paper is to be about; the month before this one at first. */
export function MakeDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const [now] = useState(() => monthOf(dayOf(new Date()))!);
  const make = useCommand({
    run: ({ kind: of, month, unitId, asOf, from }: Fields) =>
      papers.make({ body: { kind: of, month, unitId: unitId ?? undefined, asOf, from: from || undefined } }),
    done: t('papers.made'),
    refusals: 'alert',
    stale: [['table', 'papers']],
    after: ({ id }) => void navigate(`/papers/${id}`),
  });
  const [kind, month] = [Form.useWatch('kind', form), Form.useWatch('month', form)];
  const kinds = useQuery(makeableUnits).data?.kinds ?? [];
  const closings = useClosings();
  const isClosed = closings.data?.items.some((c) => c.month === month) ?? false;
  const months = Array.from({ length: monthsBack }, (_, i) => addMonths(now, -i));
  const choices = months.map((value) => ({ value, label: monthWords(t, value) }));
  return (
    <Modal
      open
      title={t('papers.make')}
      okText={t('papers.make')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: make.busy }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{t('papers.make.what')}</p>
      <RefusalAlert refusal={make.refusal} />
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{ kind: kinds[0], month: addMonths(now, -1), unitId: null, asOf: 'closing' }}
        onFinish={make.run}
      >
        <Form.Item name="kind" label={t('papers.column.kind')}>
          <Radio.Group options={kinds.map((value) => ({ value, label: t(`papers.kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="month" label={t('papers.make.month')}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={choices} />
        </Form.Item>
        {kind === 'supervision_notice' && (
          <Form.Item name="from" label={t('papers.make.from')}>
            <Select allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={t('papers.make.from.january')} options={choices} />
          </Form.Item>
        )}
        <Form.Item name="unitId" label={t('papers.make.unit')}>
          <UnitPicker
            queryKey={[...makeableUnits.queryKey, 'options']}
            load={async () => (await makeableUnits.queryFn()).items}
            placeholder={t('papers.make.unit.whole')}
          />
        </Form.Item>
        {kind === 'light_notice' || kind === 'supervision_notice' ? (
          <p className="hint">{t(`papers.make.${kind}`)}</p>
        ) : isClosed ? (
          <Form.Item name="asOf" label={t('papers.make.asOf')} extra={t('papers.make.asOf.what')}>
            <Radio.Group
              options={[
                { value: 'closing', label: t('papers.make.asOf.closing', { month: month ?? '' }) },
                { value: 'now', label: t('papers.make.asOf.now') },
              ]}
            />
          </Form.Item>
        ) : (
          <p className="hint">{t('papers.make.asOf.open')}</p>
        )}
      </Form>
    </Modal>
  );
}
