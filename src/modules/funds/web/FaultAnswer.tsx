import { Checkbox, Form, Input } from 'antd';
import { useText } from '../../../web/text.ts';
import { type Fault, faultSentence } from './faults.ts';

/** What looks wrong about the entry: each to be ticked as true all the same, with one reason. */
export function FaultAnswer({ faults }: { faults: readonly Fault[] }) {
  const t = useText();
  if (faults.length === 0) return null;
  const all = {
    validator: (_: unknown, ticked: readonly string[] = []) =>
      faults.every((f) => ticked.includes(f.code)) ? Promise.resolve() : Promise.reject(new Error(t('funds.fault.tick'))),
  };
  return (
    <fieldset className="fault-answer">
      <legend>{t('funds.fault.title')}</legend>
      <Form.Item name="ticked" label={t('funds.fault.true')} rules={[all]}>
        <Checkbox.Group options={faults.map((f) => ({ value: f.code, label: faultSentence(t, f) }))} />
      </Form.Item>
      <Form.Item
        name="faultReason"
        label={t('funds.fault.reason')}
        rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}
      >
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </fieldset>
  );
}
