import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useEffect, useState } from 'react';
import { Refusal, settle } from '../../../kernel/refusal.ts';
import { DraftNotice, useDraft, WithDraft } from '../../../web/kit/Draft.tsx';
import type { Stored } from '../../../web/kit/draft-store.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { frozenFields, isBlank } from '../domain/record.ts';
import { type Page, projects } from './client.ts';
import { ConflictNotice } from './ConflictNotice.tsx';
import { FieldItem, type FormFacts, FormFactsOf } from './FieldItem.tsx';
import { fieldsOf, isOpenAt, type Section, sections } from './record-fields.ts';
import { clashOf, draftOf, formOf, patchOf, type RecordForm } from './record-form.ts';
import { chosenNames } from './record-names.ts';

type Props = { page: Page; /** The field to begin at; 'on' for none. */ focus: string; onClose: () => void };

/** The record as a form, with what was written of it and not saved. */
export function RecordEdit(props: Props) {
  return <WithDraft form={`record.${props.page.project.id}`}>{(stored) => <RecordFields {...props} stored={stored} />}</WithDraft>;
}

/** Parts open with the stage, only what changes is checked and sent. */
function RecordFields({ page, focus, onClose, stored }: Props & { stored: Stored<Record<string, unknown>> | null }) {
  const t = useText();
  const queries = useQueryClient();
  const [form] = Form.useForm<RecordForm>();
  // What was on screen when the editing began, whatever is loaded meanwhile.
  const [began, setBegan] = useState(page);
  const [met, setMet] = useState<{ now: Page; mine: RecordForm } | null>(null);
  const before = formOf(began.project);
  const currency = (Form.useWatch('currency', form) as string | undefined) ?? before.currency ?? 'CNY';
  const rules = useQuery({ queryKey: ['project-requirements'], queryFn: () => projects.requirements({}) }).data;
  const { id } = page.project;
  const draft = useDraft(`record.${id}`, form, stored, draftOf(before));
  const save = useCommand({
    /** False when somebody else saved first; then what they changed is shown. */
    run: async (fields: RecordForm): Promise<boolean> => {
      const patch = settle(patchOf(before, fields));
      if (Object.keys(patch).length === 0) return true;
      try {
        await projects.update({ params: { id }, body: { version: began.project.version, patch } });
        return true;
      } catch (error) {
        if (!(error instanceof Refusal && error.code === 'project.changed_meanwhile')) throw error;
        const now = await projects.get({ params: { id } });
        queries.setQueryData(['project', id], now);
        setMet({ now, mine: fields });
        return false;
      }
    },
    done: (isSaved) => (isSaved ? t('projects.saved') : ''),
    refusals: 'alert',
    after: (isSaved) => {
      if (!isSaved) return;
      draft.drop();
      onClose();
    },
  });
  const goOn = () => {
    const { now, mine } = met!;
    const fresh = formOf(now.project);
    const { theirs, both } = clashOf(before, fresh, mine);
    form.setFieldsValue(Object.fromEntries(theirs.filter((f) => !both.includes(f)).map((f) => [f, fresh[f]])));
    setBegan(now);
    setMet(null);
  };
  const facts: FormFacts = {
    required: new Set([...page.required, ...(currency === 'CNY' ? [] : ['rate', 'rateSource', 'rateOn'])]),
    withholdable: new Set(rules?.withholdable ?? []),
    mayStayBlank: (f) => isBlank(before[f]),
    locked: new Set(began.project.landedOn ? frozenFields : []),
    currency,
    chosen: chosenNames(began.project),
  };
  const cancel = () => {
    draft.drop();
    onClose();
  };
  useFocus(focus);
  return (
    <Form<RecordForm>
      form={form}
      name="record"
      layout="vertical"
      initialValues={before}
      onValuesChange={draft.save}
      onFinish={() => save.run(form.getFieldsValue(true) as RecordForm)}
      scrollToFirstError={{ focus: true }}
    >
      {met ? (
        <ConflictNotice before={before} now={met.now} mine={met.mine} onGoOn={goOn} onDrop={onClose} />
      ) : (
        <RefusalAlert refusal={save.refusal} />
      )}
      <DraftNotice draft={draft} />
      <FormFactsOf value={facts}>
        {sections.map((section) => (
          <EditSection key={section.key} section={section} page={page} currency={currency} focus={focus} />
        ))}
      </FormFactsOf>
      <div className="form-acts sticky">
        <Button type="primary" htmlType="submit" loading={save.busy}>
          {t('projects.save')}
        </Button>
        <Button onClick={cancel}>{t('kit.cancel')}</Button>
      </div>
    </Form>
  );
}

type SectionProps = { section: Section; page: Page; currency: string; focus: string };
function EditSection({ section, page: { project }, currency, focus }: SectionProps) {
  const t = useText();
  const fields = fieldsOf(section, currency);
  const isOpen = isOpenAt(section, project.stage) || fields.some((f) => f === focus || !isBlank(project[f]));
  return (
    <details open={isOpen} className="edit-section">
      <summary>
        {t(`projects.section.${section.key}`)}
        {!isOpenAt(section, project.stage) && <small>{t('projects.section.later', { stage: t(`projects.stage.${section.from}`) })}</small>}
      </summary>
      <div className="record-form">
        {fields.map((field) => (
          <FieldItem key={field} field={field} />
        ))}
      </div>
    </details>
  );
}

/** The cursor goes to the field that a link named. */
function useFocus(field: string) {
  useEffect(() => {
    const input = document.getElementById(`record_${field}`);
    input?.scrollIntoView({ block: 'center' });
    input?.focus({ preventScroll: true });
  }, [field]);
}
