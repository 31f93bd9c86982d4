import { minorText } from '../../../kernel/currency.ts';
import { grouped } from '../../../kernel/money.ts';
import { Money } from '../../../web/kit/Money.tsx';
import { useText } from '../../../web/text.ts';
import { isBlank, type RecordField } from '../domain/record.ts';
import { labelOf } from './FieldItem.tsx';
import { useNames, useWords } from './names.ts';
import { dictionaryOf, fieldKinds, isRecordField } from './record-fields.ts';

type Props = { field: string; value: unknown; /** Of the amounts beside it. */ currency?: string };

/** A kept value as people read it: names for ids, words for codes, amounts with their unit; nothing is a dash. */
export function ValueText({ field, value, currency = 'CNY' }: Props) {
  const t = useText();
  if (isBlank(value)) return t('kit.none');
  if (Array.isArray(value)) return value.map((v) => labelOf(t, String(v))).join(t('shell.comma'));
  if (field.endsWith('Fen')) return <Money fen={Number(value)} />;
  if (field === 'totalMinor') {
    return currency === 'CNY' ? <Money fen={Number(value)} /> : `${grouped(minorText(Number(value), currency))} ${currency}`;
  }
  return isRecordField(field) ? <RecordText field={field} value={String(value)} /> : <PlainText field={field} value={String(value)} />;
}

type ChangeProps = { field: string; before: unknown; after: unknown; currencies?: readonly [before: string, after: string] };

/** A field before and after: what it was is struck, where it was anything. */
export function ChangeText({ field, before, after, currencies: [was, is] = ['CNY', 'CNY'] }: ChangeProps) {
  const t = useText();
  return (
    <>
      {labelOf(t, field)}
      {t('projects.colon')}
      {!isBlank(before) && (
        <>
          <del>
            <ValueText field={field} value={before} currency={was} />
          </del>{' '}
          →{' '}
        </>
      )}
      <ValueText field={field} value={after} currency={is} />
    </>
  );
}

const words: Readonly<Record<string, string>> = {
  stage: 'projects.stage',
  toStage: 'projects.stage',
  side: 'projects.side',
  kind: 'projects.kind',
  proposal: 'projects.proposal',
  scheme: 'projects.scheme',
  permitAct: 'permits.act',
  problemAct: 'problems.act',
  problemTier: 'problems.tier',
};
function PlainText({ field, value }: { field: string; value: string }) {
  const t = useText();
  const names = useNames();
  if (field === 'exitTo') return <ExitText exitTo={value} />;
  if (words[field]) return t(`${words[field]}.${value}`);
  return names.get(value) ?? value;
}

/** Where a project went: a class of reasons, or the words that were written. */
export function ExitText({ exitTo }: { exitTo: string }) {
  const reasons = useWords('exit_reason');
  return reasons.of(exitTo);
}

function RecordText({ field, value }: { field: RecordField; value: string }) {
  const t = useText();
  const names = useNames();
  const kind = fieldKinds[field];
  const dictionary = useWords(dictionaryOf[field] ?? 'source');
  if (kind === 'unit' || kind === 'park' || kind === 'person') return names.get(value) ?? t('projects.nameless');
  if (kind === 'words') return dictionary.of(value);
  if (kind === 'area') return `${value} ${t('projects.mu')}`;
  if (kind === 'rate') return value.replace(/\.?0+$/, '');
  return value;
}
