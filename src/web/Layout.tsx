import { MenuOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Spin } from 'antd';
import { Suspense, useState } from 'react';
import { Link, Navigate, Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import { AccountMenu, accountPath } from './AccountMenu.tsx';
import { readInFull } from './kit/cut-words.ts';
import { RefusalAlert } from './kit/RefusalAlert.tsx';
import { useNarrow } from './kit/narrow.ts';
import { type MenuSection, currentAddress, menuFor } from './menu.ts';
import type { Room } from './room.ts';
import type { Me } from '../modules/identity/contract.ts';
import { meQuery } from './session.ts';
import { useText } from './text.ts';

/** The frame of every page behind the sign-in: it waits for the session, then draws bar, menu, page and foot line. */
export function Layout({ rooms }: { rooms: readonly Room[] }) {
  const { data: me, error, refetch } = useQuery(meQuery);
  const { pathname } = useLocation();
  // A password given by someone else opens nothing but the page where it is changed.
  if (me?.mustChangePassword && pathname !== accountPath) return <Navigate to={accountPath} replace />;
  if (me) return <Frame me={me} rooms={rooms} />;
  if (error) return <RefusalAlert refusal={error} onRetry={() => void refetch()} />;
  return <Spin fullscreen delay={300} />;
}

function Frame({ me, rooms }: { me: Me; rooms: readonly Room[] }) {
  const t = useText();
  const narrow = useNarrow();
  const [folded, setFolded] = useState(() => localStorage.getItem('zhuchao.menu') === 'folded');
  const [drawn, setDrawn] = useState(false);
  const waiting = useNavigation().state !== 'idle';
  const sections = menuFor(rooms, me);
  const toggle = () => {
    if (narrow) return setDrawn(!drawn);
    localStorage.setItem('zhuchao.menu', folded ? 'open' : 'folded');
    return setFolded(!folded);
  };
  return (
    <div className="shell" onMouseOver={readInFull} onFocus={readInFull}>
      <a className="skip" href="#page">
        {t('shell.skip')}
      </a>
      <header className="bar">
        <Button
          type="text"
          icon={<MenuOutlined />}
          aria-label={t('shell.menu')}
          aria-expanded={narrow ? drawn : !folded}
          onClick={toggle}
        />
        <Link to="/" className="brand">
          {t('shell.product')}
        </Link>
        <span className="bar-space" />
        {rooms.map(({ key, bar: Bar }) => Bar && <Bar key={key} />)}
        <AccountMenu me={me} />
      </header>
      {!narrow && !folded && <Menu sections={sections} />}
      <Drawer open={narrow && drawn} onClose={() => setDrawn(false)} placement="left" size={264} title={t('shell.product')}>
        <Menu sections={sections} onChosen={() => setDrawn(false)} />
      </Drawer>
      <main id="page" tabIndex={-1} className="page" aria-busy={waiting}>
        <Suspense fallback={<Spin delay={300} />}>
          <Outlet />
        </Suspense>
      </main>
      <footer className="foot">{t('shell.foot')}</footer>
      <ScrollRestoration />
    </div>
  );
}

/** The menu is longer than most screens: it opens where one is. */
const inSight = (entry: HTMLElement | null) => entry?.scrollIntoView({ block: 'nearest' });

function Menu({ sections, onChosen }: { sections: readonly MenuSection[]; onChosen?: () => void }) {
  const t = useText();
  const here = currentAddress(
    sections.flatMap(({ items }) => items.map((item) => item.path)),
    useLocation().pathname,
  );
  return (
    <nav className="menu" aria-label={t('shell.menu')}>
      {sections.map(({ group, items }) => (
        <section key={group}>
          <h2>{t(`shell.group.${group}`)}</h2>
          <ul>
            {items.map((item) => (
              <li key={item.key}>
                <Link
                  to={item.path}
                  onClick={onChosen}
                  aria-current={item.path === here ? 'page' : undefined}
                  ref={item.path === here ? inSight : undefined}
                >
                  {item.icon}
                  {t(item.key)}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
