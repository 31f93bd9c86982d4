import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import { Link } from 'react-router';
import { type Text, useText } from '../../../web/text.ts';
import type { Page } from './client.ts';
import { labelOf } from './FieldItem.tsx';

export type Requirement = Page['next']['checklist'][number];

/** What a requirement is called: a field by its label, a fact by its own words. */
export function requirementWords(t: Text, { field, fact, anyOf }: Requirement): string {
  if (field) return labelOf(t, field);
  if (fact !== 'evidence') return t(`field.${fact}`);
  return t('projects.need.evidence', { kinds: (anyOf ?? []).map((k) => t(`evidence.kind.${k}`)).join(t('projects.or')) });
}

/** Where on the project's page it can be met. */
export function placeOf({ field, fact, anyOf }: Requirement): string {
  if (field) return `?tab=record&edit=${field}`;
  if (fact === 'nationalCode') return '?tab=record&act=code';
  if (fact === 'investmentAgreement') return '?tab=agreements&act=record';
  return `?tab=evidence&kind=${anyOf?.[0] ?? ''}`;
}

type Props = { id: string; items: readonly Requirement[]; canMend: boolean; onGo?: () => void };

/** What a stage asks for, each marked as there or missing; what is missing leads to where it is entered. */
export function Checklist({ id, items, canMend, onGo }: Props) {
  const t = useText();
  return (
    <ul className="checklist">
      {items.map((item) => {
        const words = requirementWords(t, item);
        return (
          <li key={`${item.stage}${item.field ?? item.fact}${item.anyOf?.join() ?? ''}`} className={item.met ? 'met' : 'unmet'}>
            {item.met ? <CheckOutlined aria-hidden /> : <CloseOutlined aria-hidden />}
            <span className="unseen">{t(item.met ? 'projects.need.met' : 'projects.need.missing')}</span>
            {item.met || !canMend ? (
              words
            ) : (
              <Link to={`/projects/${id}${placeOf(item)}`} onClick={onGo}>
                {words}
              </Link>
            )}
            {item.unscanned && <small>{t('projects.need.unscanned')}</small>}
            {item.withheld && <small>{t('projects.withheld')}</small>}
          </li>
        );
      })}
    </ul>
  );
}
