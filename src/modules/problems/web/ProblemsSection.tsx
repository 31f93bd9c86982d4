import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import { problems, useProblemRules } from './client.ts';
import { type FromReport, RaiseDialog } from './RaiseDialog.tsx';
import { StateMark } from './StateMark.tsx';

/** The problems of a project, and what its reports say that nobody has raised yet. */
export function ProblemsSection({ projectId }: { projectId: string }) {
  const t = useText();
  const { typeWord, levelWord } = useProblemRules();
  const [raising, setRaising] = useState<{ report: FromReport | null } | null>(null);
  const query = useQuery({ queryKey: ['problems', projectId], queryFn: () => problems.ofProject({ params: { id: projectId } }) });
  return (
    <Loaded query={query}>
      {(found) => (
        <section aria-label={t('problems.title')} className="problem-section">
          {found.can.raise && (
            <Button type="primary" onClick={() => setRaising({ report: null })}>
              {t('problems.raise')}
            </Button>
          )}
          {found.unraised.length > 0 && (
            <ul className="problem-unraised" aria-label={t('problems.unraised')}>
              {found.unraised.map((report) => (
                <li key={report.reportId}>
                  <span>{t('problems.unraised.line', { month: report.month, words: report.words })}</span>
                  <Button size="small" onClick={() => setRaising({ report })}>
                    {t('problems.raiseThis')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <Sheet
            label={t('problems.title')}
            items={found.items}
            rowKey={(r) => r.id}
            nothing={t('problems.none.ofProject')}
            columns={[
              {
                key: 'title',
                title: t('problems.problem'),
                width: 260,
                render: (r) => <Link to={`/problems/${r.projectId}/${r.id}`}>{r.title || t('problems.masked')}</Link>,
              },
              { key: 'state', title: t('problems.state'), width: 150, render: (r) => <StateMark row={r} /> },
              { key: 'type', title: t('problems.type'), width: 80, render: (r) => typeWord(r.type) },
              { key: 'level', title: t('problems.level'), width: 80, render: (r) => levelWord(r.level) },
              { key: 'owner', title: t('problems.owner'), width: 150, render: (r) => r.ownerName },
              { key: 'raisedOn', title: t('problems.raisedOn'), width: 104, render: (r) => r.raisedOn },
              {
                key: 'dueOn',
                title: t('problems.due'),
                width: 104,
                render: (r) => (r.state === 'open' ? r.dueOn : (r.closedOn ?? t('kit.none'))),
              },
            ]}
          />
          {raising && <RaiseDialog projectId={projectId} unitId={found.unitId} report={raising.report} onClose={() => setRaising(null)} />}
        </section>
      )}
    </Loaded>
  );
}
