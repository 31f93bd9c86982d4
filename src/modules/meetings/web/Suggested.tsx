import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { LightMark } from '../../../web/kit/LightMark.tsx';
import { useText } from '../../../web/text.ts';
import { FollowActs } from '../../lights/web/FollowActs.tsx';
import { suggestedQuery } from './client.ts';

/** 亮灯处置: projects whose light has stood until the rules ask for a talk or a letter; whether it is done is the reader's to decide. */
export function Suggested() {
  const t = useText();
  const { data } = useQuery(suggestedQuery);
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
              <span>{t('supervisions.suggested.months', { months: s.months })}</span>
              <FollowActs lit={{ ...s, asks: s.raise }} />
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
