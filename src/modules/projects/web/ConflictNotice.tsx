import { Button } from 'antd';
import { useText } from '../../../web/text.ts';
import type { Page } from './client.ts';
import { clashOf, formOf, type RecordForm } from './record-form.ts';
import { ChangeText } from './ValueText.tsx';

type Props = { before: RecordForm; now: Page; mine: RecordForm; onGoOn: () => void; onDrop: () => void };

/** Somebody saved while this form was open: what they changed, and which of it is changed here as well. */
export function ConflictNotice({ before, now, mine, onGoOn, onDrop }: Props) {
  const t = useText();
  const kept = now.project as unknown as Record<string, unknown>;
  const { theirs, both } = clashOf(before, formOf(now.project), mine);
  return (
    <section className="notice" role="alert">
      <p>
        <b>{t(theirs.length ? 'projects.conflict' : 'projects.conflict.elsewhere')}</b>
      </p>
      <ul>
        {theirs.map((field) => (
          <li key={field}>
            <ChangeText
              field={field}
              before={before[field]}
              after={kept[field]}
              currencies={[String(before.currency), now.project.currency]}
            />
            {both.includes(field) && <span className="wrong"> {t('projects.conflict.both')}</span>}
          </li>
        ))}
      </ul>
      <div className="notice-acts">
        <Button type="primary" onClick={onGoOn}>
          {t('projects.conflict.goOn')}
        </Button>
        <Button onClick={onDrop}>{t('projects.conflict.drop')}</Button>
      </div>
    </section>
  );
}
