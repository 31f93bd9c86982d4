import { Form, Input } from 'antd';
import { useText } from '../../../web/text.ts';

type Props = { /** Path of the field in the form. */ name: string | string[]; label: string };

/** A password to be chosen, and the same once more, since it cannot be seen. */
export function PasswordFields({ name, label }: Props) {
  const t = useText();
  const path = [name].flat();
  const again = [...path.slice(0, -1), `${path.at(-1)}Again`];
  return (
    <>
      <Form.Item name={path} label={label} extra={t('password.rules')} rules={[{ required: true, message: t('kit.required', { label }) }]}>
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        name={again}
        label={t('password.again')}
        dependencies={[path]}
        rules={[
          { required: true, message: t('kit.required', { label: t('password.again') }) },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || value === getFieldValue(path) ? Promise.resolve() : Promise.reject(new Error(t('password.differ'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
    </>
  );
}
