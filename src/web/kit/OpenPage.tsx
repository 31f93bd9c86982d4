import { type ComponentProps, type ReactNode, useEffect, useId } from 'react';
import { setLanguage, useLanguage, useText } from '../text.ts';

/** The frame of a page before sign-in. Plain HTML like its fields, so that the first download stays small on slow lines. */
export function OpenPage({ title, children, wide = false }: { title: string; children: ReactNode; wide?: boolean }) {
  const t = useText();
  const other = useLanguage() === 'zh' ? 'en' : 'zh';
  const product = t('shell.product');
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  return (
    <div className="open">
      <main className={wide ? 'open-card open-wide' : 'open-card'}>
        <p className="brand">{product}</p>
        <h1>{title}</h1>
        {children}
      </main>
      <footer className="foot">
        {t('shell.foot')} ·{' '}
        <button type="button" className="plain-link" lang={other} onClick={() => setLanguage(other)}>
          {other === 'en' ? 'English' : '中文'}
        </button>
      </footer>
    </div>
  );
}

type FieldProps = Omit<ComponentProps<'input'>, 'id'> & { label: string; hint?: ReactNode };

/** A labelled input of an open page; the browser's own checks apply (required, pattern, minLength). */
export function OpenField({ label, hint, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="open-field">
      <label htmlFor={id}>{label}</label>
      <input id={id} aria-describedby={hint ? `${id}-hint` : undefined} {...input} />
      {hint && (
        <small id={`${id}-hint`} className="hint">
          {hint}
        </small>
      )}
    </div>
  );
}

/** The button that sends an open page's form. */
export function OpenSubmit({ children, busy = false }: { children: ReactNode; busy?: boolean }) {
  return (
    <button type="submit" className="open-submit" disabled={busy} aria-busy={busy}>
      {children}
    </button>
  );
}
