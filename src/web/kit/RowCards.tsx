import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useText } from '../text.ts';
import type { Column, Page } from './column.ts';

type Props<Row, P> = {
  page: P | undefined;
  columns: readonly Column<Row, P>[];
  rowKey: (row: Row) => string;
  rowHref: ((row: Row) => string) | undefined;
  openPanel: ((key: string) => void) | undefined;
  words: ReactNode;
  nothing: ReactNode;
  /** How many facts beneath the name; as many as fit without becoming a table again when not said. */
  most?: number;
};

/** As many facts of a row as a phone shows without becoming a table again. */
const factsOnPhone = 6;

/** The same rows on a phone: the name, then what matters most beneath it. */
export function RowCards<Row, P extends Page<Row>>(props: Props<Row, P>) {
  const { page, columns, rowKey, rowHref, openPanel, words, nothing, most = factsOnPhone } = props;
  const t = useText();
  const [name, ...rest] = columns;
  if (!page) return <Skeleton active />;
  if (page.items.length === 0 || !name) return nothing;
  const facts = rest.filter((c) => !c.wideOnly).slice(0, most);
  return (
    <>
      <p className="totals">{words}</p>
      <ul className="row-cards">
        {page.items.map((row) => (
          <li key={rowKey(row)}>
            <div className="row-name">{rowHref ? <Link to={rowHref(row)}>{name.render(row)}</Link> : name.render(row)}</div>
            <dl>
              {facts.map((c) => (
                <div key={c.key}>
                  <dt>{c.title}</dt>
                  <dd>{c.render(row)}</dd>
                </div>
              ))}
            </dl>
            {openPanel && (
              <Button size="small" onClick={() => openPanel(rowKey(row))}>
                {t('kit.table.details')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
