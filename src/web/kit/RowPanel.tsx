import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useText } from '../text.ts';

type Props<Row> = {
  row: Row | undefined;
  onClose: () => void;
  render: (row: Row) => ReactNode;
  title: ((row: Row) => ReactNode) | undefined;
  href: ((row: Row) => string) | undefined;
};

/** The side panel of a row. It leaves the table usable: arrow keys go on choosing rows. */
export function RowPanel<Row>({ row, onClose, render, title, href }: Props<Row>) {
  const t = useText();
  return (
    <Drawer
      open={row !== undefined}
      onClose={onClose}
      size="min(560px, 100vw)"
      mask={false}
      autoFocus={false}
      focusable={{ trap: false, focusTriggerAfterClose: false }}
      title={row && (title?.(row) ?? t('kit.table.details'))}
      extra={row && href && <Link to={href(row)}>{t('kit.panel.open')}</Link>}
      destroyOnHidden
    >
      {row && render(row)}
    </Drawer>
  );
}
