import { Checkbox } from 'antd';
import { useText } from '../../../web/text.ts';
import type { ImportView } from '../domain/import-view.ts';
import type { ImportSetup } from '../domain/setup.ts';

type Props = { refusal: ImportView['refusal']; setup: ImportSetup; onChange: (setup: ImportSetup) => void };

/** Whether rows of closed months are booked in the next open one: asked once some were found, and answered for each file anew. */
export function BookLater({ refusal, setup, onChange }: Props) {
  const t = useText();
  const isAsked = refusal?.code === 'import.month_closed';
  if (!isAsked && !setup.closedMonths) return null;
  const { closedMonths: _, ...rest } = setup;
  const month = isAsked ? String(refusal.details['expected']) : t('imports.bookLater.next');
  return (
    <p className="import-late">
      <Checkbox
        checked={setup.closedMonths === 'book'}
        onChange={(e) => onChange(e.target.checked ? { ...rest, closedMonths: 'book' } : rest)}
      >
        {t('imports.bookLater', { month })}
      </Checkbox>
    </p>
  );
}
