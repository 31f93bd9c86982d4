import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import { Link } from 'react-router';
import { type Text, useText } from '../../../web/text.ts';
import type { Page } from './client.ts';
import { labelOf } from './FieldItem.tsx';

export type Requirement = Page['next']['checklist'][number];

/** What a requirement is called: a field by its label, a fact by its own words. */
export function requirementWords(t: Text, { field, fact, anyOf, permit }: Requirement): string {
  if (field) return labelOf(t, field);
  if (permit) return permit.name;
  if (fact !== 'evidence') return t(`field.${fact}`);
  return t('projects.need.evidence', { kinds: (anyOf ?? []).map((k) => t(`evidence.kind.${k}`)).join(t('projects.or')) });
}

/** Where on the project's page it can be met. */
export function placeOf({ field, fact, anyOf, permit }: Requirement): string {
  if (field) return `?tab=record&edit=${field}`;
  if (permit) return permit.id ? `?tab=permits&permit=${permit.id}` : '?tab=permits';
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
      {items.map((item) => (
        <li
          key={`${item.stage}${item.field ?? item.fact}${item.permit?.key ?? item.anyOf?.join() ?? ''}`}
          className={item.met ? 'met' : 'unmet'}
        >
          {item.met ? <CheckOutlined aria-hidden /> : <CloseOutlined aria-hidden />}
          <span className="unseen">{t(item.met ? 'projects.need.met' : 'projects.need.missing')}</span>
          {/* Whoever sees the project may open its approvals; the rest leads to where it is entered. */}
          {item.met || !(canMend || item.permit) ? (
            requirementWords(t, item)
          ) : (
            <Link to={`/projects/${id}${placeOf(item)}`} onClick={onGo}>
              {requirementWords(t, item)}
            </Link>
          )}
          {notesOf(t, item).map((note) => (
            <small key={note}>{note}</small>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** How it stands, where that says more than there or missing. */
function notesOf(t: Text, { permit, unscanned, withheld }: Requirement): string[] {
  const approval = permit && permit.standing !== 'granted' && t(`need.permit.${permit.standing}`, { on: permit.validUntil });
  return [approval, unscanned && t('projects.need.unscanned'), withheld && t('projects.withheld')].filter(
    (note) => typeof note === 'string',
  );
}
