import { useQuery } from '@tanstack/react-query';
import { Button, Form, Radio } from 'antd';
import { Suspense } from 'react';
import { useNavigate } from 'react-router';
import { settle } from '../../../kernel/refusal.ts';
import { DraftNotice, useDraft, WithDraft } from '../../../web/kit/Draft.tsx';
import type { Stored } from '../../../web/kit/draft-store.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useMe } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import { EnterprisePicker } from '../../enterprises/web/EnterprisePicker.tsx';
import { emptyRecord, type RecordField } from '../domain/record.ts';
import { firstStages } from '../domain/stage.ts';
import { projects } from './client.ts';
import { FieldItem, type FormFacts, FormFactsOf, labelOf } from './FieldItem.tsx';
import './projects.css';
import { newProjectParts } from './new-project-parts.ts';
import { formOf, patchOf, type RecordForm } from './record-form.ts';

type Fields = RecordForm & { stage: (typeof firstStages)[number]; duplicateReason?: string; investorId?: string | null };
type Requirements = Awaited<ReturnType<typeof projects.requirements>>;
/** Asked of every new project; what the gate of its first stage asks for besides is added. */
const asked: readonly RecordField[] = [
  'name',
  'investorName',
  'investorUscc',
  'industryCode',
  'totalMinor',
  'currency',
  'unitId',
  'personId',
  'source',
];
const foreign: readonly RecordField[] = ['rate', 'rateSource', 'rateOn'];

/** A new project: the few fields that a first stage asks for. The rest comes when a later stage needs it. */
export function NewProject() {
  const t = useText();
  const query = useQuery({ queryKey: ['project-requirements'], queryFn: () => projects.requirements({}) });
  return (
    <>
      <PageHeader title={t('projects.new')} trail={[[t('projects.menu'), '/projects']]} note={t('projects.new.note')} />
      <div className="sheet-page">
        <Loaded query={query}>
          {(requirements) => (
            <WithDraft form={draftName}>{(stored) => <NewProjectForm requirements={requirements} stored={stored} />}</WithDraft>
          )}
        </Loaded>
      </div>
    </>
  );
}

const draftName = 'project.new';
type Props = { requirements: Requirements; stored: Stored<Record<string, unknown>> | null };
function NewProjectForm({ requirements, stored }: Props) {
  const t = useText();
  const me = useMe();
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const draft = useDraft(draftName, form, stored);
  const stage = Form.useWatch('stage', form) ?? 'planning';
  const currency = (Form.useWatch('currency', form) as string | undefined) ?? 'CNY';
  const needed = requirements.stages.find((s) => s.stage === stage)?.fields ?? [];
  const fields = [...new Set([...asked, ...(currency === 'CNY' ? [] : foreign), ...(needed as RecordField[])])];
  const facts: FormFacts = {
    required: new Set([...needed, ...(currency === 'CNY' ? [] : ['rate', 'rateSource', 'rateOn'])]),
    withholdable: new Set(requirements.withholdable),
    mayStayBlank: () => false,
    locked: new Set(),
    currency,
    chosen: { personId: me.person.name },
    onWithhold: () => draft.save(),
  };
  const create = useCommand({
    run: async ({ stage: first, duplicateReason, investorId, ...record }: Fields) => {
      const patch = settle(patchOf(formOf(emptyRecord), record));
      return projects.create({
        body: {
          ...patch,
          name: record.name!,
          unitId: record.unitId!,
          stage: first,
          ...(investorId && { investorId }),
          ...(duplicateReason?.trim() && { duplicateReason }),
        },
      });
    },
    done: ({ code }) => t('projects.created', { code }),
    refusals: 'alert',
    stale: [['table', 'projects']],
    after: ({ id }) => {
      draft.drop();
      void navigate(`/projects/${id}`);
    },
  });
  return (
    <Form<Fields>
      form={form}
      name="record"
      layout="vertical"
      className="record-form"
      initialValues={{ stage: 'planning', currency: 'CNY', rate: '1', withheld: [], unitId: me.person.unitId, personId: me.person.id }}
      onValuesChange={draft.save}
      onFinish={() => create.run(form.getFieldsValue(true) as Fields)}
      scrollToFirstError={{ focus: true }}
    >
      <div className="wide-field">
        <DraftNotice draft={draft} />
        <RefusalAlert refusal={create.refusal} onClose={create.clear} />
      </div>
      <Form.Item name="stage" label={t('projects.firstStage')} className="wide-field">
        <Radio.Group options={firstStages.map((value) => ({ value, label: t(`projects.stage.${value}`) }))} />
      </Form.Item>
      <FormFactsOf value={facts}>
        {fields.map((field) => (
          <FieldItem key={field} field={field} />
        ))}
      </FormFactsOf>
      <Form.Item name="investorId" label={t('projects.enterprises.investor')} className="wide-field">
        <InvestorPicker />
      </Form.Item>
      {newProjectParts().map((Part, i) => (
        <div key={i} className="wide-field">
          <Suspense>
            <Part />
          </Suspense>
        </div>
      ))}
      <div className="wide-field form-acts">
        <Button type="primary" htmlType="submit" loading={create.busy}>
          {t('projects.create')}
        </Button>
        <Button onClick={() => void navigate('/projects')}>{t('kit.cancel')}</Button>
        <span className="hint">{t('projects.required.note', { fields: needed.map((f) => labelOf(t, f)).join(t('shell.comma')) })}</span>
      </div>
    </Form>
  );
}

/** The investor out of the register; its name and code go into the form where they are still blank. */
function InvestorPicker(given: { id?: string; value?: string | null; onChange?: (id: string | null) => void }) {
  const form = Form.useFormInstance<Fields>();
  const name = (Form.useWatch('investorName', form) as string | undefined) ?? '';
  return (
    <EnterprisePicker
      {...given}
      begin={{ name }}
      onChange={(id, picked) => {
        given.onChange?.(id);
        if (picked && !form.getFieldValue('investorName')) form.setFieldValue('investorName', picked.name);
        if (picked?.uscc && !form.getFieldValue('investorUscc')) form.setFieldValue('investorUscc', picked.uscc);
      }}
    />
  );
}
