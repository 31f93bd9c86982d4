import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { useText } from '../../../web/text.ts';
import type { FindingGroup, ImportView } from '../domain/import-view.ts';
import { imports } from './client.ts';
import { expectedIn, findingSentence } from './finding-sentence.ts';
import type { KindWords } from './kind-words.ts';
import { placesOf } from './places.ts';

const levels = ['refuse', 'acknowledge', 'warn'] as const;

/** Everything found, the same in many cells as one line: what it is, what to do, and where. */
export function Findings({ batch, kind }: { batch: ImportView; kind: KindWords }) {
  const t = useText();
  const query = useQuery({
    queryKey: ['import-rows', batch.id, 'findings'],
    queryFn: () => imports.findings({ params: { id: batch.id } }),
  });
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length > 0 && (
          <section className="import-part" aria-label={t('imports.findings')}>
            {levels.map((level) => (
              <Level key={level} level={level} groups={items.filter((g) => g.level === level)} kind={kind} />
            ))}
          </section>
        )
      }
    </Loaded>
  );
}

function Level({ level, groups, kind }: { level: (typeof levels)[number]; groups: readonly FindingGroup[]; kind: KindWords }) {
  const t = useText();
  if (groups.length === 0) return null;
  return (
    <>
      <h2 className={`is-${level}`}>{t(`imports.level.${level}`)}</h2>
      <ol className="import-findings">
        {groups.map((group) => (
          <Group key={`${group.code} ${group.expected ?? ''}`} group={group} kind={kind} />
        ))}
      </ol>
    </>
  );
}

function Group({ group, kind }: { group: FindingGroup; kind: KindWords }) {
  const t = useText();
  const { what, todo } = findingSentence(t, { ...group, expected: expectedIn(kind, group, group.fields[0]) });
  const fields = group.fields.map(kind.nameOf).join(t('shell.comma'));
  return (
    <li>
      <div>
        {fields && (
          <b>
            {fields}
            {t('imports.colon')}
          </b>
        )}
        {what} <span className="hint">{t('imports.findings.count', { n: group.count.toLocaleString('en') })}</span>
      </div>
      {todo && <div>{todo}</div>}
      <Places group={group} />
    </li>
  );
}

/** Cells in the order of Excel, or rows where the finding is about the row. */
function Places({ group }: { group: FindingGroup }) {
  const t = useText();
  const [isAll, setIsAll] = useState(false);
  const { shown, hasFold, more, cut } = placesOf(group, isAll, (row) => t('imports.row', { row }));
  return (
    <div className="import-places">
      {shown.join(t('shell.comma'))}{' '}
      {hasFold && (
        <button type="button" className="plain-link" aria-expanded={isAll} onClick={() => setIsAll(!isAll)}>
          {isAll ? t('imports.places.fewer') : t('imports.places.more', { n: more.toLocaleString('en') })}
        </button>
      )}
      {isAll && cut > 0 && t('imports.places.cut', { n: cut.toLocaleString('en') })}
    </div>
  );
}
