import { useQuery } from '@tanstack/react-query';
import { Alert, Form } from 'antd';
import { isPartialDate } from '../../../kernel/day.ts';
import { useText } from '../../../web/text.ts';
import type { Ledger } from '../domain/entry.ts';
import { bookedOn } from '../domain/month.ts';
import { fundsOf } from './client.ts';

const dateOf = { agreement: 'signedOn', arrival: 'arrivedOn', investment: 'month' } as const satisfies Record<Ledger, string>;

/** Said before anything is saved: the month is closed, and the entry will count in the next open one. */
export function LateNotice({ ledger, projectId }: { ledger: Ledger; projectId: string }) {
  const t = useText();
  const funds = useQuery(fundsOf(projectId));
  const date: unknown = Form.useWatch(dateOf[ledger]);
  const booked = typeof date === 'string' && isPartialDate(date) ? bookedOn(date, funds.data?.closedThrough ?? null) : null;
  if (!booked) return null;
  const details = { happened: String(date), booked, through: funds.data!.closedThrough! };
  return (
    <Alert className="entry-late" type="warning" showIcon title={t('funds.late', details)} description={t('funds.late.do', details)} />
  );
}
