import { Alert } from 'antd';
import { Link } from 'react-router';
import { hasMessage, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import type { ImportView } from '../domain/import-view.ts';
import type { KindWords } from './kind-words.ts';
import { WhyNot } from './WhyNot.tsx';

type Props = { batch: ImportView; kind: KindWords; /** Only what still matters once the rows are judged. */ isShort: boolean };

/** What the person should know about the file before anything else: imported before, how it was read, how the last try ended. */
export function AboutFile({ batch, kind, isShort }: Props) {
  const t = useText();
  const isOver = batch.status === 'committed' || batch.status === 'discarded';
  return (
    <div className="import-about">
      {!isOver && <WhyNot refusal={batch.refusal} kind={kind} />}
      {batch.status === 'discarded' && <Alert type="info" showIcon title={t('imports.wasDiscarded')} />}
      {!batch.can.work && !isOver && <Alert type="info" showIcon title={t('imports.notYours', { name: batch.by.name })} />}
      {!isOver && batch.sameFile.length > 0 && (
        <Alert
          type="info"
          showIcon
          title={t('imports.sameFile')}
          description={
            <ul>
              {batch.sameFile.map((before) => (
                <li key={before.id}>
                  <Link to={`/imports/${before.id}`}>
                    {t('imports.sameFile.line', {
                      at: momentText(before.committedAt),
                      name: before.by,
                      sheet: before.sheet ?? t('kit.none'),
                    })}
                  </Link>
                </li>
              ))}
            </ul>
          }
        />
      )}
      {!isShort && batch.notices.length > 0 && (
        <Alert type="warning" showIcon title={t('imports.notices')} description={<Notices batch={batch} />} />
      )}
    </div>
  );
}

function Notices({ batch }: { batch: ImportView }) {
  const t = useText();
  const said = (value: unknown) => (Array.isArray(value) ? value.join(t('shell.comma')) : value);
  return (
    <ul>
      {batch.notices.map(({ code, details }) => (
        <li key={code}>
          {hasMessage(code) ? t(code, Object.fromEntries(Object.entries(details).map(([name, value]) => [name, said(value)]))) : code}
        </li>
      ))}
    </ul>
  );
}
