import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { useNavigate } from 'react-router';
import { formatFen, parseAmount } from '../../../kernel/money.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { AmountField } from '../../../web/kit/fields.tsx';
import { PersonPicker } from '../../../web/kit/PersonPicker.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useMe } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import { loadPeople, useAssignableUnits } from '../../projects/web/names.ts';
import { IndustryPicker } from '../../reference/web/IndustryPicker.tsx';
import type { IdeaFields, IdeaView } from '../domain/view.ts';
import { reserve, useReserveWords } from './client.ts';

type Fields = Omit<IdeaFields, 'flowsFen'> & { flows: string };
/** '-1200, -800, 450': 万元 of each year. */
const flowsText = (flows: readonly number[]) => flows.map((fen) => formatFen(fen, '万元').replace(/\.?0+$/, '')).join(', ');
const partsOf = (text: string) => text.split(/[,，;；\s]+/).filter((part) => part !== '');
const fenOf = (part: string) => {
  const isOut = /^[-－−]/.test(part);
  const read = parseAmount(part.replace(/^[-－−]/, ''), '万元');
  return read instanceof Refusal ? null : isOut ? -read.minor : read.minor;
};

const nothing = {
  industryCode: null,
  place: null,
  summary: null,
  totalFen: null,
  landMu: null,
  taxFen: null,
  jobs: null,
  chainFit: null,
  chainWords: null,
};

/** A new idea, or one to be changed. */
export function IdeaDialog({ idea, onClose }: { idea: IdeaView | null; onClose: () => void }) {
  const t = useText();
  const me = useMe();
  const navigate = useNavigate();
  const words = useReserveWords();
  const units = useAssignableUnits();
  const [form] = Form.useForm<Fields>();
  const act = useCommand({
    run: async ({ flows, ...rest }: Fields) => {
      const fields = { ...rest, landMu: rest.landMu || null, flowsFen: partsOf(flows ?? '').map((part) => fenOf(part)!) };
      if (!idea) return reserve.create({ body: fields });
      await reserve.edit({ params: { id: idea.id }, body: { version: idea.version, patch: fields } });
      return { id: idea.id };
    },
    done: t('reserve.saved'),
    refusals: 'alert',
    after: ({ id }) => {
      onClose();
      if (!idea) void navigate(`/ideas/${id}`);
    },
  });
  const initial = idea
    ? { ...idea, flows: flowsText(idea.flowsFen) }
    : { ...nothing, unitId: me.person.unitId, personId: me.person.id, flows: '' };
  const required = (label: string) => [{ required: true, message: t('kit.required', { label }) }];
  const chosen =
    idea?.personId && idea.personName ? { id: idea.personId, name: idea.personName } : { id: me.person.id, name: me.person.name };
  return (
    <Modal
      open
      width={760}
      title={t(idea ? 'reserve.edit' : 'reserve.create')}
      okText={t('reserve.save')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: act.busy }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={act.refusal} />
      <Form<Fields>
        form={form}
        layout="vertical"
        className="idea-form"
        initialValues={initial}
        onFinish={(values) => act.run({ ...values, place: values.place || null })}
      >
        <Form.Item name="name" label={t('reserve.name')} rules={required(t('reserve.name'))} className="idea-wide">
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="theme" label={t('reserve.theme')} rules={required(t('reserve.theme'))}>
          <Select options={words.themes} />
        </Form.Item>
        <Form.Item name="unitId" label={t('people.unit')} rules={required(t('people.unit'))}>
          <UnitPicker load={units} queryKey={['assignable-units']} />
        </Form.Item>
        <Form.Item name="personId" label={t('reserve.person')}>
          <PersonPicker load={loadPeople} chosen={chosen} />
        </Form.Item>
        <Form.Item name="industryCode" label={t('reserve.industry')}>
          <IndustryPicker chosenName={idea?.industryName ?? null} />
        </Form.Item>
        <AmountField name="totalFen" label={t('reserve.total')} />
        <AmountField name="taxFen" label={t('reserve.tax')} />
        <Form.Item
          name="landMu"
          label={t('reserve.land')}
          rules={[{ pattern: /^\d{1,10}(\.\d{1,2})?$/, message: t('reserve.land.wrong') }]}
        >
          <Input inputMode="decimal" suffix={t('projects.mu')} />
        </Form.Item>
        <Form.Item name="jobs" label={t('reserve.jobs')}>
          <InputNumber min={0} max={1_000_000} precision={0} />
        </Form.Item>
        <Form.Item name="chainFit" label={t('reserve.chainFit')}>
          <Select allowClear options={[0, 1, 2, 3, 4, 5].map((value) => ({ value, label: t('reserve.value.chain', { n: value }) }))} />
        </Form.Item>
        <Form.Item name="chainWords" label={t('reserve.chainWords')}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="place" label={t('reserve.place')} className="idea-wide">
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item name="summary" label={t('reserve.summary')} className="idea-wide">
          <Input.TextArea maxLength={4000} autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <Form.Item
          name="flows"
          label={t('reserve.flows')}
          extra={t('reserve.flows.hint')}
          className="idea-wide"
          rules={[
            {
              validator: (_, text: string | undefined) =>
                partsOf(text ?? '').every((part) => fenOf(part) !== null)
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('reserve.flows.wrong'))),
            },
          ]}
        >
          <Input placeholder="-3000, -2000, 600, 900, 1200" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
