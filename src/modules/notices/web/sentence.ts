import { begun, hasMessage, type Text } from '../../../web/text.ts';
import type { NoticeView } from '../contract.ts';

/** A notice in words. Parameters that stand for words of the product are put into the reader's language. */
export function noticeSentence(
  t: Text,
  { kind, subject, title, isOfProject, params }: Pick<NoticeView, 'kind' | 'subject' | 'title' | 'isOfProject' | 'params'>,
): string {
  const words = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, inWords(t, name, value)]));
  const what = hasMessage(`notice.subject.${subject}`) ? t(`notice.subject.${subject}`, words) : '';
  const plain = `notice.kind.${kind}.plain`;
  if (!isOfProject && hasMessage(plain)) return begun(t(plain, { ...words, what }));
  return begun(t(`notice.kind.${kind}`, { ...words, what, title: title ?? t('notices.noTitle') }));
}

const inWords = (t: Text, name: string, value: string | number) => {
  const key = `notice.param.${name}.${value}`;
  return hasMessage(key) ? t(key) : value;
};

type Fault = Readonly<{ code: string; details: Record<string, unknown> }>;
/** Why a message could not be delivered. */
export const faultSentence = (t: Text, { code, details }: Fault): string => t(`fault.${code}`, details);
