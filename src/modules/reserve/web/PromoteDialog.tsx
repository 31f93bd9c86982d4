import { Form, Input, Modal, Select } from 'antd';
import { useNavigate } from 'react-router';
import { AmountField } from '../../../web/kit/fields.tsx';
import { PersonPicker } from '../../../web/kit/PersonPicker.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useMe } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import { loadPeople, useAssignableUnits, useWords } from '../../projects/web/names.ts';
import { IndustryPicker } from '../../reference/web/IndustryPicker.tsx';
import type { IdeaView } from '../domain/view.ts';
import { reserve } from './client.ts';

type Fields = {
  name: string;
  industryCode: string;
  totalMinor: number;
  unitId: string;
  personId: string;
  source: string;
  place: string | null;
  duplicateReason?: string;
};

/** Makes a project at 谋划 of an idea: what it asks for is filled in from the idea. */
export function PromoteDialog({ idea, onClose }: { idea: IdeaView; onClose: () => void }) {
  const t = useText();
  const me = useMe();
  const navigate = useNavigate();
  const units = useAssignableUnits();
  const sources = useWords('source');
  const [form] = Form.useForm<Fields>();
  const act = useCommand({
    run: ({ duplicateReason, ...fields }: Fields) =>
      reserve.promote({
        params: { id: idea.id },
        body: { version: idea.version, ...fields, place: fields.place || null, ...(duplicateReason?.trim() && { duplicateReason }) },
      }),
    done: ({ code }) => t('reserve.promoted', { code }),
    refusals: 'alert',
    after: ({ projectId }) => void navigate(`/projects/${projectId}`),
  });
  const required = (label: string) => [{ required: true, message: t('kit.required', { label }) }];
  const person =
    idea.personId && idea.personName ? { id: idea.personId, name: idea.personName } : { id: me.person.id, name: me.person.name };
  return (
    <Modal
      open
      width={640}
      title={t('reserve.promote')}
      okText={t('reserve.promote')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: act.busy }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="hint">{t('reserve.promote.note')}</p>
      <RefusalAlert refusal={act.refusal} />
      <Form<Fields>
        form={form}
        layout="vertical"
        className="idea-form"
        initialValues={{
          name: idea.name,
          industryCode: idea.industryCode ?? undefined,
          totalMinor: idea.totalFen,
          unitId: idea.unitId,
          personId: person.id,
          source: 'assigned',
          place: idea.place,
        }}
        onFinish={act.run}
      >
        <Form.Item name="name" label={t('reserve.name')} rules={required(t('reserve.name'))} className="idea-wide">
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="industryCode" label={t('reserve.industry')} rules={required(t('reserve.industry'))}>
          <IndustryPicker chosenName={idea.industryName} />
        </Form.Item>
        <AmountField name="totalMinor" label={t('reserve.total')} required />
        <Form.Item name="unitId" label={t('people.unit')} rules={required(t('people.unit'))}>
          <UnitPicker load={units} queryKey={['assignable-units']} />
        </Form.Item>
        <Form.Item name="personId" label={t('reserve.person')} rules={required(t('reserve.person'))}>
          <PersonPicker load={loadPeople} chosen={person} />
        </Form.Item>
        <Form.Item name="source" label={t('field.source')} rules={required(t('field.source'))}>
          <Select options={sources.options} loading={sources.isPending} />
        </Form.Item>
        <Form.Item name="place" label={t('reserve.place')}>
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item
          name="duplicateReason"
          label={t('reserve.duplicateReason')}
          extra={t('reserve.duplicateReason.hint')}
          className="idea-wide"
        >
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
