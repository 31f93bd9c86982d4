import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, Input, Modal } from 'antd';
import { useDeferredValue } from 'react';
import { Link } from 'react-router';
import { usccWarning } from '../../../kernel/uscc.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { DivisionPicker } from '../../reference/web/DivisionPicker.tsx';
import { IndustryPicker } from '../../reference/web/IndustryPicker.tsx';
import type { EnterpriseRow } from '../contract.ts';
import { enterpriseFields, type EnterpriseRecord } from '../domain/enterprise.ts';
import { enterprises } from './client.ts';

type Fields = EnterpriseRecord & { isSeen?: boolean };
type Props = {
  /** The one to edit; a new one without it. */
  row?: EnterpriseRow;
  /** What a new one begins with. */
  begin?: Partial<Pick<EnterpriseRecord, 'name' | 'uscc'>>;
  onClose: () => void;
  onSaved?: (id: string, name: string) => void;
};

/** An enterprise to enter or to edit. Who reads the same is shown while it is typed. */
export function EnterpriseDialog({ row, begin, onClose, onSaved }: Props) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const save = useCommand({
    run: async ({ isSeen, ...fields }: Fields) => {
      const record = Object.fromEntries(enterpriseFields.map((f) => [f, fields[f] ?? null])) as EnterpriseRecord;
      if (!row) return (await enterprises.create({ body: { ...record, isSeen: isSeen === true } })).id;
      const changed = enterpriseFields.filter((f) => record[f] !== row[f]);
      const patch = Object.fromEntries(changed.map((f) => [f, record[f]]));
      await enterprises.update({ params: { id: row.id }, body: { version: row.version, patch } });
      return row.id;
    },
    done: t('enterprises.saved'),
    refusals: 'alert',
    after: (id, { name }) => {
      onClose();
      onSaved?.(id, name);
    },
  });
  const title = t(row ? 'enterprises.edit' : 'enterprises.create');
  const required = [{ required: true, whitespace: true, message: t('kit.required', { label: t('enterprises.name') }) }];
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
      <Form<Fields> form={form} name="enterprise" layout="vertical" initialValues={row ?? begin ?? {}} onFinish={save.run}>
        <Form.Item name="name" label={t('enterprises.name')} rules={required} extra={row && t('enterprises.rename.hint')}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Uscc />
        {!row && <Alike />}
        <Form.Item name="industryCode" label={t('field.industryCode')}>
          <IndustryPicker chosenName={row?.industryName ?? null} />
        </Form.Item>
        <Form.Item name="divisionCode" label={t('enterprises.division')}>
          <DivisionPicker />
        </Form.Item>
        <Form.Item name="phone" label={t('enterprises.phone')}>
          <Input maxLength={50} autoComplete="off" />
        </Form.Item>
        <Form.Item name="address" label={t('enterprises.address')}>
          <Input maxLength={300} autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** The credit code, what is doubtful about it, and why it is right all the same. */
function Uscc() {
  const t = useText();
  const form = Form.useFormInstance();
  const uscc = (Form.useWatch('uscc', form) as string | null | undefined) ?? '';
  const doubt = uscc.trim() ? usccWarning(uscc) : null;
  return (
    <>
      <Form.Item
        name="uscc"
        label={t('enterprises.uscc')}
        extra={doubt && <output className="doubt">{t(`refusal.${doubt.code}`, { ...doubt })}</output>}
      >
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      {doubt && doubt.code !== 'uscc.length' && (
        <Form.Item name="usccReason" label={t('enterprises.usccReason')} extra={t('enterprises.usccReason.hint')}>
          <Input maxLength={300} autoComplete="off" />
        </Form.Item>
      )}
    </>
  );
}

/** Who in the register reads the same, before anything is saved. */
function Alike() {
  const t = useText();
  const form = Form.useFormInstance();
  const name = useDeferredValue(((Form.useWatch('name', form) as string | undefined) ?? '').trim());
  const uscc = useDeferredValue(((Form.useWatch('uscc', form) as string | null | undefined) ?? '').trim());
  const { data } = useQuery({
    queryKey: ['enterprise-alike', name, uscc],
    queryFn: () => enterprises.lookAlikes({ query: { ...(name && { name }), ...(uscc && { uscc }) } }),
    enabled: name.length > 1 || uscc.length === 18,
  });
  if (!data?.items.length) return null;
  return (
    <div className="notice">
      <b>{t('enterprises.alike', { n: data.items.length })}</b>
      <ul>
        {data.items.map((e) => (
          <li key={e.id}>
            <Link to={`/enterprises/${e.id}`} target="_blank">
              {e.name}
            </Link>{' '}
            {e.uscc} {e.oldName && t('enterprises.alike.old', { name: e.oldName })}
          </li>
        ))}
      </ul>
      <Form.Item name="isSeen" valuePropName="checked" noStyle>
        <Checkbox>{t('enterprises.alike.other')}</Checkbox>
      </Form.Item>
    </div>
  );
}
