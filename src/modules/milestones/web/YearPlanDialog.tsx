import { Form, Input, InputNumber, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { dayOf } from '../../../kernel/day.ts';
import { AmountField } from '../../../web/kit/fields.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import type { YearPlan } from '../contract.ts';
import { type YearShape, yearShapes } from '../domain/year-plan.ts';
import { milestones } from './client.ts';

type Fields = {
  year: number;
  totalFen?: number;
  firstMonth?: number;
  lastMonth?: number;
  months?: Record<string, number | null>;
  reason?: string;
};
type Props = { projectId: string; held: YearPlan | null; taken: readonly YearPlan[]; onClose: () => void };
const monthNos = Array.from({ length: 12 }, (_, i) => i + 1);

const spreadOf = (shape: YearShape, { totalFen = 0, firstMonth = 1, lastMonth = 12, months }: Fields) =>
  shape === 'linear' ? { shape, totalFen, firstMonth, lastMonth } : { shape, monthsFen: monthNos.map((n) => months?.[`m${n}`] ?? 0) };
/** A plan as its form has it. */
const fieldsOf = ({ year, totalFen, monthsFen }: YearPlan): Fields => ({
  year,
  totalFen,
  firstMonth: monthsFen.findIndex((fen) => fen !== 0) + 1,
  lastMonth: monthsFen.findLastIndex((fen) => fen !== 0) + 1,
  months: Object.fromEntries(monthsFen.map((fen, i) => [`m${i + 1}`, fen])),
});

/** Plans the investment of a year: a sum spread evenly over months, or each month by itself. */
export function YearPlanDialog({ projectId, held, taken, onClose }: Props) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const [shape, setShape] = useState<YearShape>(held?.shape ?? 'linear');
  const [thisYear] = useState(() => Number(dayOf(new Date()).slice(0, 4)));
  const year = Form.useWatch('year', form) ?? held?.year ?? thisYear;
  const stands = held ?? taken.find((p) => p.year === year) ?? null;
  const act = useCommand({
    run: (f: Fields) => {
      const body = { year: f.year, spread: spreadOf(shape, f), insteadOf: stands?.id ?? null, reason: f.reason?.trim() || null };
      return milestones.planYear({ params: { id: projectId }, body });
    },
    done: t('milestones.year.kept'),
    after: onClose,
    refusals: 'alert',
  });
  const month = (name: 'firstMonth' | 'lastMonth') => (
    <Form.Item name={name} label={t(`milestones.year.${name}`)}>
      <InputNumber min={1} max={12} precision={0} />
    </Form.Item>
  );
  return (
    <Modal
      open
      width={640}
      title={t('milestones.year.plan')}
      okText={t('milestones.save')}
      okButtonProps={{ loading: act.busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <RefusalAlert refusal={act.refusal} />
      <Form<Fields>
        form={form}
        name="year"
        layout="vertical"
        initialValues={held ? fieldsOf(held) : { year: thisYear, firstMonth: 1, lastMonth: 12 }}
        onFinish={act.run}
      >
        <Form.Item
          name="year"
          label={t('milestones.year')}
          rules={[{ required: true, message: t('kit.required', { label: t('milestones.year') }) }]}
        >
          <InputNumber min={2000} max={2100} precision={0} disabled={held !== null} />
        </Form.Item>
        <Form.Item label={t('milestones.year.shape')}>
          <Segmented
            value={shape}
            onChange={setShape}
            options={yearShapes.map((value) => ({ value, label: t(`milestones.year.shape.${value}`) }))}
          />
        </Form.Item>
        {shape === 'linear' ? (
          <div className="year-months">
            <AmountField name="totalFen" label={t('milestones.year.total')} required />
            {month('firstMonth')}
            {month('lastMonth')}
          </div>
        ) : (
          <div className="year-months">
            {monthNos.map((n) => (
              <AmountField key={n} name={['months', `m${n}`]} label={t('milestones.month', { n })} />
            ))}
          </div>
        )}
        {stands && (
          <Form.Item
            name="reason"
            label={t('milestones.why')}
            rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}
          >
            <Input maxLength={500} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
