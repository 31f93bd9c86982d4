import { Form, Input, Modal, Radio } from 'antd';
import { formatFen } from '../../../kernel/money.ts';
import { AmountField } from '../../../web/kit/fields.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import type { Judged } from '../contract.ts';
import { type Outcome, outcomes, type ownReasons } from '../domain/verdict.ts';
import { becauseWords } from '../domain/words.ts';

type Fields = { how: 'rule' | 'own'; outcome?: Outcome; amount?: number; remark?: string };
type Given = { own: { outcome: Outcome; reason: (typeof ownReasons)[number]; amountFen: number } | null; remark: string | null };
type Props = {
  title: string;
  okText: string;
  done: string;
  arrivedFen: number;
  proposal: Pick<NonNullable<Judged['proposal']>, 'outcome' | 'reason' | 'amountFen'> | null;
  give: (given: Given) => Promise<unknown>;
  onClose: () => void;
};

/** The verdict in force of a row under a 口径, if it has one. */
export const inForceOf = (row: Judged, basis: string) => row.verdicts.find((v) => v.basis === basis) ?? null;

/** One word on an arrival: as the rule proposes, or one's own with the words for it. The earlier one stays in the history. */
export function GiveDialog({ title, okText, done, arrivedFen, proposal: p, give, onClose }: Props) {
  const t = useText();
  const language = useLanguage();
  const [form] = Form.useForm<Fields>();
  const how = Form.useWatch('how', form) ?? 'rule';
  const outcome = Form.useWatch('outcome', form);
  const command = useCommand({
    run: (f: Fields) => {
      const amountFen = f.outcome === 'counted' ? (f.amount ?? arrivedFen) : 0;
      const reason =
        f.outcome === 'pending' ? 'needs_inquiry' : amountFen !== 0 && amountFen !== arrivedFen ? 'part_counted' : 'judged_otherwise';
      const own = f.how === 'own' ? ({ outcome: f.outcome!, reason, amountFen } as const) : null;
      return give({ own, remark: f.remark?.trim() || null });
    },
    done,
    after: onClose,
    refusals: 'alert',
  });
  const says = p
    ? t('recognition.rule.says', {
        outcome: t(`recognition.outcome.${p.outcome}`),
        because: becauseWords(p.reason, language),
        amount: formatFen(p.amountFen, '万元', 2),
      })
    : '';
  return (
    <Modal
      open
      title={title}
      okText={okText}
      okButtonProps={{ loading: command.busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={command.refusal} />
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{ how: 'rule', outcome: 'counted', amount: arrivedFen }}
        onFinish={command.run}
      >
        <Form.Item name="how" label={t('recognition.how')}>
          <Radio.Group
            options={[
              { value: 'rule', label: says },
              { value: 'own', label: t('recognition.how.own') },
            ]}
          />
        </Form.Item>
        {how === 'own' && (
          <Form.Item name="outcome" label={t('recognition.outcome')}>
            <Radio.Group options={outcomes.map((value) => ({ value, label: t(`recognition.outcome.${value}`) }))} />
          </Form.Item>
        )}
        {how === 'own' && outcome === 'counted' && <AmountField name="amount" label={t('recognition.amount')} required currency="CNY" />}
        <Form.Item
          name="remark"
          label={t('recognition.remark')}
          rules={how === 'own' ? [{ required: true, whitespace: true, message: t('recognition.remark.required') }] : []}
        >
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
