import { type ReactNode, useEffect } from 'react';
import { setLanguage, useLanguage, useText } from '../../../web/text.ts';
import './identity.css';

/** The frame of the pages before the sign-in. Plain HTML: the component library is fetched only behind it. */
export function Gate({ title, wide = false, children }: { title: string; wide?: boolean; children: ReactNode }) {
  const t = useText();
  const other = useLanguage() === 'zh' ? 'en' : 'zh';
  const product = t('shell.product');
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  return (
    <div className="gate">
      <main className={wide ? 'gate-card gate-wide' : 'gate-card'}>
        <h1>{product}</h1>
        <p className="gate-purpose">{t('signIn.purpose')}</p>
        {children}
      </main>
      <footer className="gate-foot">
        <span>{t('shell.foot')}</span>
        <button type="button" className="plain-link" lang={other} onClick={() => setLanguage(other)}>
          {other === 'en' ? 'English' : '中文'}
        </button>
      </footer>
    </div>
  );
}
