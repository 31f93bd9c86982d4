import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { LightMark } from '../../../web/kit/LightMark.tsx';
import { useText } from '../../../web/text.ts';
import { type Suggestion, suggestedQuery } from './client.ts';
import { IssueDialog } from './IssueDialog.tsx';

/** 亮灯处置: projects whose light has stood until the rules ask for a talk or a letter; whether it is issued is the reader's to decide. */
export function Suggested() {
  const t = useText();
  const { data } = useQuery(suggestedQuery);
  const [about, setAbout] = useState<Suggestion | null>(null);
  if (!data || data.items.length === 0) return null;
  return (
    <section className="task-suggested" aria-label={t('supervisions.suggested')}>
      <details>
        <summary>{t('supervisions.suggested.n', { n: data.items.length })}</summary>
        <ul className="meeting-agenda">
          {data.items.map((s) => (
            <li key={s.projectId}>
              <LightMark colour={s.colour} />
              <Link to={`/projects/${s.projectId}?tab=lights`}>{s.projectName}</Link>
              <small>{s.unitName}</small>
              <span>{t(`supervisions.suggested.${s.raise}`, { months: s.months })}</span>
              <Button
                size="small"
                aria-label={t('supervisions.suggested.issue.of', { project: s.projectName })}
                onClick={() => setAbout(s)}
              >
                {t('supervisions.issue')}
              </Button>
            </li>
          ))}
        </ul>
      </details>
      {about && <IssueDialog meeting={null} about={about} onClose={() => setAbout(null)} />}
    </section>
  );
}
