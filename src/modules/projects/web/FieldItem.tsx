import { Checkbox, Form, Input, Select } from 'antd';
import { createContext, type ReactNode, use } from 'react';
import { currencies } from '../../../kernel/currency.ts';
import { usccWarning } from '../../../kernel/uscc.ts';
import { AmountInput } from '../../../web/kit/AmountInput.tsx';
import { PartialDateInput, unreadableDate } from '../../../web/kit/PartialDateInput.tsx';
import { PersonPicker } from '../../../web/kit/PersonPicker.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { isBlank, type RecordField } from '../domain/record.ts';
import { DivisionPicker } from '../../reference/web/DivisionPicker.tsx';
import { IndustryPicker } from '../../reference/web/IndustryPicker.tsx';
import { loadParks, loadPeople, useAssignableUnits, useWords } from './names.ts';
import { dictionaryOf, type FieldKind, fieldKinds, longest } from './record-fields.ts';

/** What a form of a record knows about its fields. */
export type FormFacts = Readonly<{
  required: ReadonlySet<string>;
  withholdable: ReadonlySet<string>;
  /** Blank when the form began: it may stay so, an old record with gaps can still be mended. */
  mayStayBlank: (field: RecordField) => boolean;
  locked: ReadonlySet<string>;
  currency: string;
  /** Names of what is chosen already. */
  chosen: Partial<Record<RecordField, string | null>>;
  onWithhold?: () => void;
}>;
export const FormFactsOf = createContext<FormFacts | null>(null);

/** A field by its name on screen. */
export const labelOf = (t: Text, field: string) => t(own[field] ?? `field.${field}`);
/** These names mean something narrower here than elsewhere. */
const own: Readonly<Record<string, string>> = { unitId: 'projects.unit', name: 'projects.name', code: 'projects.externalCode' };

/** One field of a record in a form, with its mark and, where it may be, the tick 企业不便提供. */
export function FieldItem({ field }: { field: RecordField }) {
  const t = useText();
  const facts = use(FormFactsOf)!;
  const form = Form.useFormInstance();
  const withheld = (Form.useWatch('withheld', { form, preserve: true }) ?? []) as RecordField[];
  const value: unknown = Form.useWatch(field, form);
  const label = labelOf(t, field);
  const notes = useFieldNotes(field, value, withheld);
  const check = (given: unknown) => {
    if (Number.isNaN(given) || given === unreadableDate) return Promise.reject(new Error(''));
    const mayBeBlank = !facts.required.has(field) || facts.mayStayBlank(field) || withheldNow(form, field);
    return mayBeBlank || !isBlank(given) ? Promise.resolve() : Promise.reject(new Error(t('kit.required', { label })));
  };
  return (
    <Form.Item
      name={field}
      label={label}
      required={facts.required.has(field)}
      rules={[{ validator: (_, given: unknown) => check(given) }]}
      className={fieldKinds[field] === 'long' ? 'wide-field' : ''}
      extra={notes.length > 0 && notes}
    >
      <FieldInput field={field} kind={fieldKinds[field]} facts={facts} />
    </Form.Item>
  );
}
/** What stands under a field: doubt about a credit code, why it is locked, the tick 企业不便提供. */
function useFieldNotes(field: RecordField, value: unknown, withheld: readonly RecordField[]): ReactNode[] {
  const t = useText();
  const facts = use(FormFactsOf)!;
  const form = Form.useFormInstance();
  const isWithheld = withheld.includes(field);
  const isLocked = facts.locked.has(field);
  const tick = (on: boolean) => {
    form.setFieldValue('withheld', on ? [...withheld, field] : withheld.filter((f) => f !== field));
    facts.onWithhold?.();
    void form.validateFields([field]).catch(() => {});
  };
  const offersTick = facts.withholdable.has(field) && facts.required.has(field) && (isBlank(value) || isWithheld) && !isLocked;
  const doubt = fieldKinds[field] === 'uscc' && typeof value === 'string' && value.trim() ? usccWarning(value) : null;
  return [
    doubt && (
      // Said while it is typed; it stops nothing.
      <output key="doubt" className="doubt">
        {t(`refusal.${doubt.code}`, { ...doubt })}
        {t('projects.uscc.may')}
      </output>
    ),
    isLocked && <span key="locked">{t('projects.frozen.hint')}</span>,
    offersTick && (
      <Checkbox key="tick" checked={isWithheld} onChange={(e) => tick(e.target.checked)}>
        {t('projects.withheld')}
      </Checkbox>
    ),
  ].filter(Boolean);
}
const withheldNow = (form: ReturnType<typeof Form.useFormInstance>, field: string) =>
  ((form.getFieldValue('withheld') ?? []) as string[]).includes(field);

/** What Form.Item hands to the control it holds; the value is what the field's kind makes it. */
type Given = { id: string; value: never; onChange: (value: unknown) => void; disabled?: boolean };
type InputProps = Partial<Given> & { field: RecordField; kind: FieldKind; facts: FormFacts };

/** The control that fits a field; Form.Item gives it id, value and onChange. */
function FieldInput({ field, kind, facts, ...given }: InputProps) {
  const disabled = facts.locked.has(field);
  const props = { ...given, disabled } as Given;
  const simple = useSimpleInput(field, kind);
  if (simple) return simple(props);
  if (kind === 'unit') return <ResponsibleUnit {...props} />;
  if (kind === 'park') return <UnitPicker {...props} load={loadParks} queryKey={['park-options']} />;
  if (kind === 'person') return <Person {...props} name={facts.chosen[field] ?? null} />;
  if (kind === 'industry') return <IndustryPicker {...props} chosenName={facts.chosen[field] ?? null} />;
  if (kind === 'words') return <Words {...props} field={field} />;
  if (kind === 'total') return <AmountInput {...props} currency={facts.currency} key={facts.currency} />;
  return <AmountInput {...props} />;
}

/** Inputs that need nothing but their own value. */
function useSimpleInput(field: RecordField, kind: FieldKind): ((props: Given) => ReactNode) | null {
  const t = useText();
  const maxLength = longest[field] ?? 200;
  const drawn: Partial<Record<FieldKind, (props: Given) => ReactNode>> = {
    text: (p) => <Input {...p} maxLength={maxLength} autoComplete="off" />,
    long: (p) => <Input.TextArea {...p} maxLength={maxLength} autoSize={{ minRows: 2, maxRows: 8 }} />,
    uscc: (p) => <Input {...p} maxLength={40} autoComplete="off" placeholder={t('projects.uscc.hint')} />,
    rate: (p) => <Input {...p} inputMode="decimal" autoComplete="off" placeholder={t('projects.rate.hint')} />,
    area: (p) => <Input {...p} inputMode="decimal" autoComplete="off" suffix={t('projects.mu')} />,
    date: (p) => <PartialDateInput {...p} />,
    division: (p) => <DivisionPicker {...p} />,
    currency: (p) => <CurrencySelect {...p} />,
  };
  return drawn[kind] ?? null;
}

function ResponsibleUnit(props: Given) {
  const load = useAssignableUnits();
  return <UnitPicker {...props} load={load} queryKey={['assignable-units']} />;
}

function Person({ name, value, ...props }: Given & { name: string | null }) {
  return <PersonPicker {...props} value={value} load={loadPeople} chosen={value && name ? { id: value, name } : null} />;
}

function Words({ field, value, ...props }: Given & { field: RecordField }) {
  const t = useText();
  const words = useWords(dictionaryOf[field]!);
  const options =
    value && !words.options.some((o) => o.value === value) ? [{ value, label: words.of(value) }, ...words.options] : words.options;
  return (
    <Select
      {...props}
      className="pick"
      value={value ?? (undefined as never)}
      options={options}
      loading={words.isPending}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('projects.choose')}
      onChange={(code?: string) => props.onChange(code ?? null)}
    />
  );
}

/** A currency by its code and name; 人民币 first. */
export function CurrencySelect({ value, ...props }: Partial<Given>) {
  const words = useWords('currency');
  const options = currencies.map((code) => ({ value: code, label: `${code} ${words.of(code) === code ? '' : words.of(code)}`.trim() }));
  return (
    <Select {...props} className="pick" value={value as string | undefined} options={options} showSearch={{ optionFilterProp: 'label' }} />
  );
}
