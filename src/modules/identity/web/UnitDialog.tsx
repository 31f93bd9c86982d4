import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { identity } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import type { Unit } from '../domain/unit-shape.ts';
import { type UnitKind, unitKinds } from '../domain/unit.ts';

/** A unit to change, or the place of a new one. */
export type UnitDraft = { unit?: Unit; parentId: string | null };
type Fields = { parentId: string | null; code: string; name: string; shortName: string | null; kind: UnitKind; orderNo: number };

const usualBelow: Record<UnitKind, UnitKind> = {
  district: 'department',
  department: 'section',
  township: 'section',
  park: 'section',
  section: 'section',
};

export function UnitDialog({
  draft: { unit, parentId },
  units,
  onClose,
}: {
  draft: UnitDraft;
  units: readonly Unit[];
  onClose: () => void;
}) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const save = useCommand({
    run: async (fields: Fields): Promise<unknown> => {
      const body = { ...fields, parentId: unit?.parentId === null ? null : fields.parentId, shortName: fields.shortName ?? '' };
      return unit
        ? identity.editUnit({ params: { id: unit.id }, body: { ...body, version: unit.version } })
        : identity.createUnit({ body });
    },
    done: t('units.saved'),
    refusals: 'alert',
    stale: [['units'], ['unit-options']],
    after: onClose,
  });
  const parent = units.find((u) => u.id === parentId);
  const lastSibling = units.filter((u) => u.parentId === parentId).at(-1);
  const initial: Partial<Fields> = unit ?? {
    parentId,
    kind: usualBelow[parent?.kind ?? 'district'],
    orderNo: (lastSibling?.orderNo ?? 0) + 10,
  };
  const needed = (label: string) => [{ required: true, whitespace: true, message: t('kit.required', { label }) }];
  const title = t(unit ? 'units.edit' : 'units.create');
  return (
    <Modal
      open
      title={title}
      okText={title}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: save.busy }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={save.refusal} />
      <Form<Fields> form={form} layout="vertical" initialValues={initial} onFinish={save.run}>
        <Form.Item name="name" label={t('units.name')} rules={needed(t('units.name'))}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="shortName" label={t('units.shortName')}>
          <Input maxLength={30} />
        </Form.Item>
        <Form.Item name="code" label={t('units.code')} rules={needed(t('units.code'))}>
          <Input maxLength={32} />
        </Form.Item>
        <Form.Item name="kind" label={t('units.kind')} rules={[{ required: true }]}>
          <Select options={unitKinds.map((value) => ({ value, label: t(`unit.kind.${value}`) }))} />
        </Form.Item>
        {unit?.parentId !== null && (
          <Form.Item name="parentId" label={t('units.parent')} rules={needed(t('units.parent'))}>
            <UnitPicker
              load={async () => units.filter((u) => u.isActive && u.id !== unit?.id)}
              queryKey={['unit-parents', unit?.id ?? null, units.length]}
            />
          </Form.Item>
        )}
        <Form.Item
          name="orderNo"
          label={t('units.order')}
          extra={t('units.order.hint')}
          rules={[{ required: true, message: t('kit.required', { label: t('units.order') }) }]}
        >
          <InputNumber min={0} max={1_000_000} precision={0} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
