import { DownOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { MenuButton } from '../../../web/kit/MenuButton.tsx';
import { useText } from '../../../web/text.ts';
import { type ExitSide, exitSides } from '../domain/stage.ts';
import { ExitDialog, ReopenDialog } from './AsideDialogs.tsx';
import type { Page } from './client.ts';
import { CodeDialog } from './CodeDialog.tsx';
import { type Move, MoveDialog } from './MoveDialog.tsx';
import { RestateDialog } from './RestateDialog.tsx';

type Doing = Move | ExitSide | 'reopen' | 'restate' | null;

/** What the reader may do with the project: the next stage as a button, the rest in a list. */
export function ProjectActs({ page }: { page: Page }) {
  const t = useText();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [doing, setDoing] = useState<Doing>(null);
  const { can, project } = page;
  const put = (key: string, value: string | null) =>
    setSearch((now) => (value === null ? now.delete(key) : now.set(key, value), now), { replace: true });
  const ahead = can.moves.find((m) => m.kind === 'forward');
  const moves = (kind: Move['kind']) => ({
    heading: t(`projects.moves.${kind}`),
    choices: can.moves
      .filter((m) => m.kind === kind)
      .map((m) => ({ key: m.to, label: t(`projects.stage.${m.to}`), onChoose: () => setDoing(m) })),
  });
  const leave = can.aside ? exitSides : [];
  const groups = [
    {
      choices: [
        ...(can.edit
          ? [
              { key: 'edit', label: t('projects.edit'), onChoose: () => setSearch({ tab: 'record', edit: 'on' }) },
              { key: 'code', label: t('projects.code.add'), onChoose: () => put('act', 'code') },
            ]
          : []),
        ...(can.restate && project.landedOn
          ? [{ key: 'restate', label: t('projects.restate'), onChoose: () => setDoing('restate' as const) }]
          : []),
      ],
    },
    moves('skip'),
    moves('regress'),
    {
      heading: t('projects.moves.aside'),
      choices: [
        ...leave.map((side) => ({ key: side, label: t(`projects.exit.${side}`), isDanger: true, onChoose: () => setDoing(side) })),
        ...(can.merge
          ? [
              {
                key: 'merged',
                label: t('projects.exit.merged'),
                isDanger: true,
                onChoose: () => void navigate(`/mergers/new?subject=project&from=${project.id}`),
              },
            ]
          : []),
      ],
    },
  ];
  return (
    <>
      {can.reopen && <Button onClick={() => setDoing('reopen')}>{t('projects.reopen')}</Button>}
      {ahead && (
        <Button type="primary" onClick={() => setDoing(ahead)}>
          {t(ahead.how === 'propose' ? 'projects.propose.to' : 'projects.move.forward', { to: t(`projects.stage.${ahead.to}`) })}
        </Button>
      )}
      {groups.some((g) => g.choices.length > 0) && (
        <MenuButton
          label={t('projects.more')}
          groups={groups}
          button={(open) => (
            <Button aria-expanded={open} icon={<DownOutlined aria-hidden />} iconPlacement="end">
              {t('projects.more')}
            </Button>
          )}
        />
      )}
      {search.get('act') === 'code' && can.edit && <CodeDialog page={page} onClose={() => put('act', null)} />}
      <Dialog page={page} doing={doing} onClose={() => setDoing(null)} />
    </>
  );
}

function Dialog({ page, doing, onClose }: { page: Page; doing: Doing; onClose: () => void }) {
  if (doing === null) return null;
  if (doing === 'reopen') return <ReopenDialog page={page} onClose={onClose} />;
  if (doing === 'restate') return <RestateDialog page={page} onClose={onClose} />;
  if (typeof doing === 'object') return <MoveDialog page={page} move={doing} onClose={onClose} />;
  return <ExitDialog page={page} side={doing} onClose={onClose} />;
}
