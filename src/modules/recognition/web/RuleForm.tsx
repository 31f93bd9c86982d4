import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { dayOf } from '../../../kernel/day.ts';
import { AmountField } from '../../../web/kit/fields.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { evidenceKinds } from '../../evidence/domain/file.ts';
import { arrivalKinds } from '../../funds/domain/entry.ts';
import { useWords } from '../../projects/web/names.ts';
import { dateRules, type RecognitionRule, regions } from '../domain/rule.ts';
import { recognition } from './client.ts';
import { TrialResult } from './TrialResult.tsx';

type Kinds = RecognitionRule['evidence'][number];
type Fields = Omit<RecognitionRule, 'evidence'> & { effectiveFrom: string; first: Kinds; second: Kinds };
type Props = { basis: string; draft: { preset: string | null; body: RecognitionRule }; onClose: () => void };

/** Only what a rule has: the form keeps its own fields beside. */
function bodyOf(fields: Fields): RecognitionRule {
  const { title, dateRule, kinds, payer, home, needsSigning, needsStatistics, minTotalFen, minForeignMinor } = fields;
  const { investorKinds, excludedIndustries, excludedPayers, first = [], second = [] } = fields;
  return {
    title,
    dateRule,
    kinds,
    payer,
    home: home || null,
    needsSigning,
    needsStatistics,
    minTotalFen: minTotalFen ?? 0,
    minForeignMinor: minForeignMinor ?? null,
    investorKinds,
    evidence: [first, second].filter((group) => group.length > 0),
    excludedIndustries,
    excludedPayers,
  };
}

/** A draft of a rule: tried on the district's own arrivals before it is published. What was judged under earlier versions stays. */
export function RuleForm({ basis, draft, onClose }: Props) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const [today] = useState(() => dayOf(new Date()));
  const [trial, setTrial] = useState<Awaited<ReturnType<typeof recognition.trial>> | null>(null);
  const body = () => bodyOf({ ...draft.body, ...form.getFieldsValue(true) } as Fields);
  const tried = useCommand({
    run: () => recognition.trial({ params: { basis }, body: { body: body() } }),
    after: setTrial,
    stale: [['recognition', 'trial']],
    refusals: 'alert',
  });
  const published = useCommand({
    run: (f: Fields) =>
      recognition.publish({ params: { basis }, body: { effectiveFrom: f.effectiveFrom, preset: draft.preset, body: body() } }),
    done: ({ version }) => t('recognition.rule.published', { version }),
    after: onClose,
    refusals: 'alert',
  });
  const [first = [], second = []] = draft.body.evidence;
  return (
    <section aria-label={t('recognition.rule.draft')}>
      <h2>{t('recognition.rule.draft')}</h2>
      <RefusalAlert refusal={tried.refusal ?? published.refusal} />
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{ ...draft.body, first, second, effectiveFrom: today }}
        onFinish={published.run}
      >
        <RuleFields />
        <Button loading={tried.busy} onClick={() => tried.run(undefined)}>
          {t('recognition.rule.try')}
        </Button>{' '}
        <Button type="primary" htmlType="submit" loading={published.busy}>
          {t('recognition.rule.publish')}
        </Button>{' '}
        <Button onClick={onClose}>{t('kit.cancel')}</Button>
      </Form>
      {trial && <TrialResult trial={trial} />}
    </section>
  );
}

function RuleFields() {
  const t = useText();
  const [kinds, investors] = [useWords('arrival_kind'), useWords('investor_kind')];
  const many = (name: keyof Fields, options: { value: string; label: string }[]) => (
    <Form.Item name={name} label={t(`recognition.rule.${name}`)}>
      <Select mode="multiple" options={options} />
    </Form.Item>
  );
  const tags = (name: keyof Fields) => (
    <Form.Item name={name} label={t(`recognition.rule.${name}`)}>
      <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={['、', '，', ',', ' ']} />
    </Form.Item>
  );
  const one = (name: keyof Fields, values: readonly string[]) => (
    <Form.Item name={name} label={t(`recognition.rule.${name}`)}>
      <Select options={values.map((value) => ({ value, label: t(`recognition.${name}.${value}`) }))} />
    </Form.Item>
  );
  const tick = (name: keyof Fields) => (
    <Form.Item name={name} valuePropName="checked" label={t('recognition.rule.condition')}>
      <Checkbox>{t(`recognition.rule.${name}`)}</Checkbox>
    </Form.Item>
  );
  const papers = evidenceKinds.map((value) => ({ value, label: t(`evidence.kind.${value}`) }));
  const required = [{ required: true, message: t('kit.required', { label: t('recognition.rule.title') }) }];
  return (
    <div className="rule-form">
      <Form.Item name="title" label={t('recognition.rule.title')} rules={required}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="effectiveFrom" label={t('recognition.rule.from')}>
        <Input type="date" />
      </Form.Item>
      {one('dateRule', dateRules)}
      {many(
        'kinds',
        arrivalKinds.map((value) => ({ value, label: kinds.of(value) })),
      )}
      {one('payer', regions)}
      <Form.Item name="home" label={t('recognition.rule.home')} rules={[{ pattern: /^\d{6}$/, message: t('recognition.rule.home.shape') }]}>
        <Input maxLength={6} placeholder={t('funds.payerDivision.example')} />
      </Form.Item>
      {tick('needsSigning')}
      {tick('needsStatistics')}
      <AmountField name="minTotalFen" label={t('recognition.rule.minTotalFen')} />
      <AmountField name="minForeignMinor" label={t('recognition.rule.minForeignMinor')} currency="USD" />
      {many('investorKinds', investors.options)}
      {many('first', papers)}
      {many('second', papers)}
      {tags('excludedPayers')}
      {tags('excludedIndustries')}
    </div>
  );
}
