import { Button, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { identity } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import type { Person } from '../domain/person-shape.ts';
import { loginPattern } from '../domain/person.ts';
import { loadUnits } from './unit-filter.tsx';

type Fields = { unitId: string; name: string; post: string | null; rank: number; login: string | null; phone: string | null };
type Props = { person: Person | null; onClose: () => void; onGiven: (given: { name: string; password: string }) => void };

/** A new person, or a change to one. A known telephone number is neither shown nor changed until it is asked for. */
export function PersonDialog({ person, onClose, onGiven }: Props) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const [isShown, setIsShown] = useState(false);
  const save = useCommand({
    run: async (f: Fields) => {
      const phone = f.phone?.trim() || null;
      const body = { unitId: f.unitId, name: f.name, post: f.post ?? '', rank: f.rank, login: f.login || null };
      if (!person) return identity.createPerson({ body: { ...body, phone } });
      const changed = isShown || phone ? { phone } : {};
      await identity.editPerson({ params: { id: person.id }, body: { ...body, ...changed, version: person.version } });
      return { password: null };
    },
    done: t(person ? 'people.saved' : 'people.created'),
    refusals: 'alert',
    stale: [['table', 'people'], ['person-options']],
    after: ({ password }, { name }) => {
      onClose();
      if (password) onGiven({ name, password });
    },
  });
  const reveal = useCommand({
    run: (id: string) => identity.revealPhone({ params: { id } }),
    stale: [],
    after: ({ phone }) => {
      setIsShown(true);
      form.setFieldsValue({ phone });
    },
  });
  const needed = (label: string) => [{ required: true, whitespace: true, message: t('kit.required', { label }) }];
  const title = t(person ? 'people.edit' : 'people.create');
  const masked = person?.account?.phone;
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
      <Form<Fields> form={form} layout="vertical" initialValues={person ? { ...person, phone: null } : { rank: 100 }} onFinish={save.run}>
        <Form.Item name="name" label={t('people.name')} rules={needed(t('people.name'))}>
          <Input maxLength={50} autoComplete="off" />
        </Form.Item>
        <Form.Item name="unitId" label={t('people.unit')} rules={needed(t('people.unit'))}>
          <UnitPicker load={loadUnits} />
        </Form.Item>
        <Form.Item name="post" label={t('people.post')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="rank"
          label={t('people.rank')}
          extra={t('people.rank.hint')}
          rules={[{ required: true, message: t('kit.required', { label: t('people.rank') }) }]}
        >
          <InputNumber min={0} max={10_000} precision={0} />
        </Form.Item>
        <Form.Item
          name="login"
          label={t('people.login')}
          extra={`${t('people.login.hint')} · ${t('login.rules')}`}
          rules={[{ pattern: loginPattern, message: t('people.login.wrong') }]}
        >
          <Input maxLength={32} autoComplete="off" autoCapitalize="none" disabled={Boolean(person?.login)} />
        </Form.Item>
        <Form.Item
          name="phone"
          label={t('people.phone')}
          extra={
            masked &&
            !isShown && (
              <Button type="link" size="small" loading={reveal.busy} onClick={() => reveal.run(person.id)}>
                {t('people.phone.show')}
              </Button>
            )
          }
        >
          <Input
            maxLength={20}
            autoComplete="off"
            inputMode="tel"
            {...(masked && !isShown && { placeholder: `${masked}　${t('people.phone.keep')}` })}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
