import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Popconfirm, Segmented, Tag } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { addressOf } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import { type FormPage as Page, formsContract } from '../contract.ts';
import type { Binding } from '../domain/binding.ts';
import { bindingAt, bindingMarks } from './binding-words.ts';
import { BindingPanel } from './BindingPanel.tsx';
import { fieldsQuery, formQuery, forms } from './client.ts';
import { FillDialog } from './FillDialog.tsx';
import { Fillings } from './Fillings.tsx';
import { FormGrid } from './FormGrid.tsx';
import { ReplaceDialog } from './ReplaceDialog.tsx';

/** One form: its grid, what each cell is bound to, and its filled copies. */
export function FormPage() {
  const { id = '' } = useParams();
  return <Loaded query={useQuery(formQuery(id))}>{(form) => <Form key={`${form.id} ${form.version}`} form={form} />}</Loaded>;
}

function Form({ form }: { form: Page }) {
  const t = useText();
  const [bindings, setBindings] = useState<readonly Binding[]>(form.bindings);
  const [filling, setFilling] = useState(false);
  const [replacing, setReplacing] = useState(false);
  const params = { params: { id: form.id } };
  const stale = [
    ['form', form.id],
    ['table', 'forms'],
  ];
  const isChanged = bindings !== form.bindings;
  const save = useCommand({
    run: () => forms.bind({ ...params, body: { version: form.version, bindings: [...bindings] } }),
    done: t('forms.bound'),
    stale,
  });
  const suggest = useCommand({
    run: () => forms.suggestions(params),
    done: ({ bindings: found }) => t('forms.suggested', { n: found.length }),
    after: ({ bindings: found }) => setBindings((own) => [...own, ...found.filter((f) => !bindingAt(own, f.sheet, f.cell))]),
    stale: [],
  });
  return (
    <>
      <PageHeader title={form.name} trail={[[t('forms.title'), '/forms']]} note={t('forms.of', { unit: form.unitName, n: form.version })}>
        {!form.isActive && <Tag>{t('forms.retired')}</Tag>}
        <Button href={addressOf(formsContract.file, params)}>{t('forms.download')}</Button>
        {form.can.bind && (
          <>
            <Button onClick={() => suggest.run(undefined)} loading={suggest.busy}>
              {t('forms.suggest')}
            </Button>
            <Button onClick={() => setReplacing(true)}>{t('forms.replace')}</Button>
            <Retire form={form} />
            <Button onClick={() => save.run(undefined)} disabled={!isChanged} loading={save.busy}>
              {t('forms.save')}
            </Button>
          </>
        )}
        {form.can.fill && (
          <Button type="primary" disabled={isChanged || form.bindings.length === 0} onClick={() => setFilling(true)}>
            {t('forms.fill')}
          </Button>
        )}
      </PageHeader>
      {form.can.bind && form.bindings.length === 0 && !isChanged && <Alert type="info" showIcon title={t('forms.begin')} />}
      {isChanged && <Alert type="warning" showIcon title={t('forms.unsaved')} />}
      <Binder form={form} bindings={bindings} onChange={setBindings} />
      <Fillings formId={form.id} />
      {replacing && <ReplaceDialog form={form} onClose={() => setReplacing(false)} />}
      {filling && <FillDialog form={form} onClose={() => setFilling(false)} />}
    </>
  );
}

function Retire({ form }: { form: Page }) {
  const t = useText();
  const act = t(form.isActive ? 'forms.retire' : 'forms.restore');
  const retire = useCommand({
    run: () => forms.setActive({ params: { id: form.id }, body: { isActive: !form.isActive } }),
    done: t('forms.saved'),
    stale: [
      ['form', form.id],
      ['table', 'forms'],
    ],
  });
  return (
    <Popconfirm
      title={t(form.isActive ? 'forms.retire.sure' : 'forms.restore.sure')}
      okText={act}
      cancelText={t('kit.cancel')}
      onConfirm={() => retire.run(undefined)}
    >
      <Button>{act}</Button>
    </Popconfirm>
  );
}

type BinderProps = { form: Page; bindings: readonly Binding[]; onChange: (bindings: readonly Binding[]) => void };
function Binder({ form, bindings, onChange }: BinderProps) {
  const t = useText();
  const language = useLanguage();
  const visible = form.sheets.filter((s) => !s.hidden);
  const [name, setName] = useState(visible[0]?.name ?? '');
  const [cell, setCell] = useState<string | null>(null);
  const { data: sources = [] } = useQuery(fieldsQuery);
  const sheet = form.sheets.find((s) => s.name === name);
  if (!sheet) return null;
  const current = cell === null ? null : bindingAt(bindings, name, cell);
  const put = (binding: Binding | null) => onChange([...bindings.filter((b) => b !== current), ...(binding ? [binding] : [])]);
  return (
    <section className="form-binder" aria-label={t('forms.grid')}>
      <div>
        <Segmented
          aria-label={t('forms.sheet')}
          options={visible.map((s) => s.name)}
          value={name}
          onChange={(next) => {
            setName(next);
            setCell(null);
          }}
        />
        <FormGrid
          sheet={sheet}
          marks={bindingMarks(t, language, bindings, name, sources)}
          selected={cell}
          {...(form.can.bind && { onSelect: setCell })}
        />
      </div>
      {form.can.bind && (
        <BindingPanel
          key={`${name} ${cell} ${current?.kind}`}
          sheet={sheet}
          cell={cell}
          binding={current}
          sources={sources}
          onChange={put}
        />
      )}
    </section>
  );
}
