import { grouped } from '../../../kernel/money.ts';
import { Money } from '../../../web/kit/Money.tsx';
import { useText } from '../../../web/text.ts';
import type { ImportView } from '../domain/import-view.ts';
import { type KindWords, moneyText } from './kind-words.ts';

type Props = { batch: ImportView; kind: KindWords };

/** Sums over the rows that would be in the ledger, by currency and to its smallest unit. */
export function Totals({ batch: { totals }, kind }: Props) {
  const t = useText();
  if (!totals?.length) return null;
  return (
    <section className="import-part" aria-label={t('imports.totals')}>
      <h2>{t('imports.totals')}</h2>
      <dl className="import-totals">
        {totals.map(({ field, currency, amount, fen, rows }) => (
          <div key={`${field} ${currency}`}>
            <dt>{kind.nameOf(field)}</dt>
            <dd>
              <b className="num">{moneyText(amount, currency, t)}</b>{' '}
              <small>{t('imports.totals.rows', { n: rows.toLocaleString('en') })}</small>
              {currency !== 'CNY' && (
                <small className="import-cny">
                  {t('imports.totals.cny')} <Money fen={fen} />
                </small>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** 合计 and 小计 rows of the sheet against its own rows. */
export function Sums({ batch: { sums }, kind }: Props) {
  const t = useText();
  if (!sums?.length) return null;
  const differing = sums.filter((s) => !s.agrees);
  return (
    <section className="import-part" aria-label={t('imports.sums')}>
      <h2>{t('imports.sums')}</h2>
      <p className={differing.length > 0 ? 'wrong' : undefined}>
        {t(differing.length > 0 ? 'imports.sums.differ' : 'imports.sums.agree', { n: differing.length || sums.length })}
      </p>
      <ul className="import-lines">
        {[...differing, ...sums.filter((s) => s.agrees)].slice(0, 30).map((s) => (
          <li key={`${s.cell} ${s.kind}`}>
            <span className={s.agrees ? 'import-agrees' : 'wrong'}>{s.agrees ? '✓' : '✗'}</span>{' '}
            {t(s.agrees ? 'imports.sums.line.agrees' : 'imports.sums.line.differs', {
              cell: s.cell,
              kind: t(`imports.sums.${s.kind}`),
              field: kind.nameOf(s.field),
              found: grouped(s.found),
              expected: grouped(s.expected),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Lines of the sheet that were taken for no records, so that nothing is left out unseen. */
export function Skipped({ batch: { skipped } }: { batch: ImportView }) {
  const t = useText();
  if (!skipped?.length) return null;
  return (
    <details className="import-part">
      <summary>{t('imports.skipped', { n: skipped.length })}</summary>
      <ul className="import-lines">
        {skipped.map(({ row, kind, text }) => (
          <li key={row}>{t('imports.skipped.line', { row, kind: t(`imports.skipped.${kind}`), text: text.slice(0, 80) })}</li>
        ))}
      </ul>
    </details>
  );
}
