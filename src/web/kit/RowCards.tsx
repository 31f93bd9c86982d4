import { Button } from 'antd';
import { Link } from 'react-router';
import { useText } from '../text.ts';
import type { Column } from './column.ts';

type Props<Row, P> = {
  items: readonly Row[];
  columns: readonly Column<Row, P>[];
  rowKey: (row: Row) => string;
  rowHref: ((row: Row) => string) | undefined;
  openPanel: ((key: string) => void) | undefined;
};

/** The same rows on a phone: the name, then what matters most beneath it. */
export function RowCards<Row, P>({ items, columns, rowKey, rowHref, openPanel }: Props<Row, P>) {
  const t = useText();
  const [name, ...rest] = columns;
  if (!name) return null;
  return (
    <ul className="row-cards">
      {items.map((row) => (
        <li key={rowKey(row)}>
          <div className="row-name">{rowHref ? <Link to={rowHref(row)}>{name.render(row)}</Link> : <b>{name.render(row)}</b>}</div>
          <dl>
            {rest
              .filter((c) => !c.wideOnly)
              .slice(0, 6)
              .map((c) => (
                <div key={c.key}>
                  <dt>{c.title}</dt>
                  <dd>{c.render(row)}</dd>
                </div>
              ))}
          </dl>
          {!rowHref && openPanel && (
            <Button size="small" onClick={() => openPanel(rowKey(row))}>
              {t('kit.table.details')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
