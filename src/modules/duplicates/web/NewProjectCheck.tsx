import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useDeferredValue } from 'react';
import { Link } from 'react-router';
import { Money } from '../../../web/kit/Money.tsx';
import { useText } from '../../../web/text.ts';
import { duplicates } from './client.ts';
import { Signs } from './signs.tsx';

type Values = Record<string, unknown>;
const textOf = (values: Values, field: string) => (typeof values[field] === 'string' ? values[field].trim() || null : null);

/** What is looked at of the form as it stands. */
function askedOf(values: Values) {
  const isCny = (values['currency'] ?? 'CNY') === 'CNY';
  const total = values['totalMinor'];
  return {
    name: textOf(values, 'name') ?? '',
    investorName: textOf(values, 'investorName'),
    investorUscc: textOf(values, 'investorUscc'),
    investorId: textOf(values, 'investorId'),
    industryCode: textOf(values, 'industryCode'),
    totalFen: isCny && typeof total === 'number' && total >= 0 ? total : null,
    contactPhone: textOf(values, 'contactPhone'),
    place: textOf(values, 'place'),
  };
}

/** Which projects the one being entered looks like, while it is typed; what blocks asks for a reason here. */
export function NewProjectCheck() {
  const t = useText();
  const form = Form.useFormInstance();
  const values = (Form.useWatch([], form) ?? {}) as Values;
  const asked = useDeferredValue(askedOf(values));
  const { data } = useQuery({
    queryKey: ['duplicate-check', JSON.stringify(asked)],
    queryFn: () => duplicates.check({ body: asked }),
    enabled: asked.name.length > 1,
    placeholderData: keepPreviousData,
  });
  if (!data || (data.items.length === 0 && !data.isElsewhere)) return null;
  return (
    <section className="notice" aria-live="polite">
      <b>{t(data.isBlocked ? 'duplicates.found.blocked' : 'duplicates.found.told')}</b>
      <ul>
        {data.items.map((c) => (
          <li key={c.id}>
            <Link to={`/projects/${c.id}`} target="_blank">{`${c.code} ${c.name}`}</Link> {c.investorName} <Money fen={c.totalFen} />{' '}
            {c.unitName} {c.personName} <Signs level={c.level} signs={c.signs} />
          </li>
        ))}
        {data.isElsewhere && <li>{t('duplicates.elsewhere')}</li>}
      </ul>
      {data.isBlocked && (
        <Form.Item name="duplicateReason" label={t('duplicates.reason')} extra={t('duplicates.reason.hint')}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      )}
    </section>
  );
}
