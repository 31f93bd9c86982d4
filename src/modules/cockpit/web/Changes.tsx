import { Link } from 'react-router';
import type { Month } from '../../../kernel/day.ts';
import { Money } from '../../../web/kit/Money.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import type { FigureQuery } from '../../figures/contract.ts';
import type { Change, CockpitView } from '../contract.ts';

const monthWords = (month: Month, language: 'zh' | 'en') => (language === 'zh' ? `${Number(month.slice(5))}月` : month);

/** Which units recorded nothing for the month they report on. */
export function Silent({ units, silent, month, query }: Pick<CockpitView, 'units' | 'silent'> & { month: Month; query: FigureQuery }) {
  const t = useText();
  const words = monthWords(month, useLanguage());
  return (
    <>
      <h2>{t('cockpit.silent', { month: words })}</h2>
      {silent.length === 0 ? (
        <p>{t('cockpit.silent.none', { units, month: words })}</p>
      ) : (
        <p>
          {t('cockpit.silent.some', { units, n: silent.length })}
          {silent.map((u) => (
            <Link
              key={u.id}
              className="cockpit-silent"
              to={`/cockpit?${new URLSearchParams({ ...(query.from && { from: query.from }), unitId: u.id })}`}
            >
              {u.name}
            </Link>
          ))}
        </p>
      )}
    </>
  );
}

/** The newest entries of the scope, each leading to its project. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  const t = useText();
  const what = (c: Change) =>
    c.kind === 'stage'
      ? t('cockpit.change.stage', { to: t(c.toSide ? `projects.side.${c.toSide}` : `projects.stage.${c.toStage}`) })
      : t(`cockpit.change.${c.kind}`);
  return (
    <>
      <h2>{t('cockpit.changes')}</h2>
      {changes.length === 0 && <p>{t('cockpit.changes.none')}</p>}
      <ul className="cockpit-changes">
        {changes.map((c, i) => (
          <li key={i}>
            <Link to={`/projects/${c.projectId}`}>{c.name}</Link>
            <span>
              {what(c)} {c.isReversal && t('cockpit.change.reversal')} {c.amountFen !== null && <Money fen={c.amountFen} />}
            </span>
            <small>
              {c.unitName} · {c.happenedOn} · {t('cockpit.change.by', { by: c.recordedBy || t('kit.none'), at: c.recordedAt.slice(0, 10) })}
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}
