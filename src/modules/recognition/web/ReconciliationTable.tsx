import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { formatFen, grouped } from '../../../kernel/money.ts';
import { useNarrow } from '../../../web/kit/narrow.ts';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import type { GroupKind } from '../domain/reconciliation.ts';
import { becauseWords, kindWords } from '../domain/words.ts';
import { type recognition, useBases } from './client.ts';

type Found = Awaited<ReturnType<typeof recognition.reconciliation>>;
type Props = { found: Found; asked: { a: string; b: string }; chosen: string | null; onChoose: (key: string) => void };
type Line = { key: string; item: ReactNode; because: string; count: number | null; fen: number };

/** To the fen: a reconciliation rounds nothing away. */
const yuan = (fen: number) => grouped(formatFen(fen, '元', 2));
export const groupKey = (kind: GroupKind, because: string) => `${kind}.${because}`;

/** Total of one side, total of the other, and each reason between them; it says that nothing is left over, or how much. */
export function ReconciliationTable({ found, asked, chosen, onChoose }: Props) {
  const t = useText();
  const language = useLanguage();
  const narrow = useNarrow();
  const { nameOf } = useBases();
  const [a, b] = [nameOf(asked.a), nameOf(asked.b)];
  const groups = found.groups.map((g): Line => {
    const key = groupKey(g.kind, g.because);
    const item = (
      <Button type="link" size="small" aria-expanded={key === chosen} onClick={() => onChoose(key)}>
        {kindWords[g.kind][language](a, b)}
      </Button>
    );
    return { key, item, because: becauseWords(g.because, language), count: g.count, fen: g.differenceFen };
  });
  const lines: Line[] = [
    { key: 'a', item: a, because: '', count: found.aCount, fen: found.aFen },
    { key: 'b', item: b, because: '', count: found.bCount, fen: found.bFen },
    { key: 'difference', item: t('recognition.difference'), because: '', count: null, fen: found.aFen - found.bFen },
    ...groups,
    { key: 'unexplained', item: t('recognition.unexplained'), because: '', count: null, fen: found.unexplainedFen },
  ];
  const isClosed = found.unexplainedFen === 0;
  const item = { key: 'item', title: t('recognition.item'), width: 220, render: (r: Line) => r.item };
  const because = { key: 'because', title: t('recognition.because'), width: 200, render: (r: Line) => r.because };
  const count = { key: 'count', title: t('recognition.count'), width: 80, numeric: true, render: (r: Line) => r.count ?? '' };
  const amount = { key: 'fen', title: t('recognition.amount'), width: narrow ? 150 : 180, numeric: true, render: (r: Line) => yuan(r.fen) };
  // A phone has room for what it is and how much.
  const itemWithReason = {
    ...item,
    width: 180,
    render: (r: Line) => (
      <span className="verdict">
        {r.item}
        {r.because && <small>{r.because}</small>}
      </span>
    ),
  };
  const sums = { a, b, aFen: yuan(found.aFen), bFen: yuan(found.bFen), difference: yuan(found.aFen - found.bFen) };
  return (
    <>
      <Sheet
        label={t('recognition.reconcile.title')}
        rowKey={(r) => r.key}
        items={lines}
        columns={narrow ? [itemWithReason, amount] : [item, because, count, amount]}
      />
      <Alert
        className="reconcile-closing"
        type={isClosed ? 'success' : 'error'}
        showIcon
        title={
          isClosed
            ? t('recognition.closed', { ...sums, n: found.groups.length })
            : t('recognition.open', { fen: yuan(found.unexplainedFen) })
        }
      />
    </>
  );
}
