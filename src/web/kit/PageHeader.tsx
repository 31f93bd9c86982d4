import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import { useText } from '../text.ts';

type Props = {
  title: string;
  /** The way here: [words, address] pairs. */ trail?: readonly (readonly [string, string])[];
  note?: ReactNode;
  children?: ReactNode;
};

/** The head of every page: its title (also the window's), the way here, a note, and what can be done (children, as buttons). */
export function PageHeader({ title, trail = [], note, children }: Props) {
  const t = useText();
  const product = t('shell.product');
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  return (
    <div className="page-header">
      {trail.length > 0 && (
        <nav aria-label={t('kit.trail')}>
          {trail.map(([words, to], i) => (
            <span key={to}>
              {i > 0 && ' / '}
              <Link to={to}>{words}</Link>
            </span>
          ))}
        </nav>
      )}
      <h1>{title}</h1>
      {note && <span className="note">{note}</span>}
      {children && <div className="acts">{children}</div>}
    </div>
  );
}
