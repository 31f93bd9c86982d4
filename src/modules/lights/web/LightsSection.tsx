import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { LightMark } from '../../../web/kit/LightMark.tsx';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import type { ProjectLights } from '../contract.ts';
import { lights } from './client.ts';
import { FollowActs } from './FollowActs.tsx';
import { LightReasons, lightSentence } from './LightReasons.tsx';
import { ExemptDialog, ExplainDialog } from './ReasonDialogs.tsx';

/** The light of a project with its sentences, why it is so in people's words, and how it came about. */
export function LightsSection({ projectId }: { projectId: string }) {
  const t = useText();
  const query = useQuery({ queryKey: ['lights', projectId], queryFn: () => lights.ofProject({ params: { id: projectId } }) });
  return (
    <Loaded query={query}>
      {(found) => (
        <section aria-label={t('lights.title')} className="light-section">
          <div className="light-now">
            {found.current ? (
              <>
                <LightMark {...found.current} />
                <LightReasons dimensions={found.current.dimensions} />
              </>
            ) : (
              <p className="hint">{t('lights.why.not_lit')}</p>
            )}
            <span className="light-acts">
              {found.current && found.can.explain && <ExplainDialog id={projectId} month={found.month} />}
              {found.current && found.can.exempt && <ExemptDialog id={projectId} month={found.month} />}
            </span>
            <Follow projectId={projectId} found={found} />
          </div>
          <Followed t={t} found={found} />
          <Words t={t} found={found} />
          <History t={t} found={found} />
        </section>
      )}
    </Loaded>
  );
}

function Follow({ projectId, found: { current, follow, projectName, unitId } }: { projectId: string; found: ProjectLights }) {
  const colour = current?.colour;
  if (!follow || !current || (colour !== 'yellow' && colour !== 'red')) return null;
  return <FollowActs lit={{ projectId, projectName, unitId, colour, ...follow, why: current.dimensions }} />;
}

/** Who was spoken with about it, and the tasks that were raised from it. */
function Followed({ t, found: { talks, letters } }: { t: Text; found: ProjectLights }) {
  if (talks.length + letters.length === 0) return null;
  return (
    <ul className="light-reasons" aria-label={t('lights.followed')}>
      {letters.map((l) => (
        <li key={l.id}>
          <Link to={`/supervisions/${l.id}`}>{t('lights.letter.line', { ...l })}</Link>
        </li>
      ))}
      {talks.map((talk) => (
        <li key={talk.id}>{t('lights.talk.line', { ...talk, at: momentText(talk.at) })}</li>
      ))}
    </ul>
  );
}

/** What the unit said of its lights, and what the bureau let off. */
function Words({ t, found }: { t: Text; found: ProjectLights }) {
  const lines = [
    ...found.exemptions.map((e) => ({
      key: e.id,
      line: t('lights.exemption.line', {
        ...e,
        class: t(`lights.class.${e.class}`),
        at: momentText(e.at),
        from: e.fromMonth,
        until: e.untilMonth,
      }),
    })),
    ...found.reasons.map((r) => ({
      key: r.id,
      line: t('lights.reason.line', { ...r, class: t(`lights.class.${r.class}`), at: momentText(r.at) }),
    })),
  ];
  if (lines.length === 0) return null;
  return (
    <ul className="light-reasons">
      {lines.map(({ key, line }) => (
        <li key={key}>{line}</li>
      ))}
    </ul>
  );
}

function History({ t, found }: { t: Text; found: ProjectLights }) {
  if (found.history.length === 0) return <p className="hint">{t('lights.history.none')}</p>;
  return (
    <>
      <h2>{t('lights.history')}</h2>
      <ol className="light-history">
        {found.history.map((h) => (
          <li key={`${h.month} ${h.at}`}>
            <b>{h.month}</b> <LightMark colour={h.colour} />
            <span>{h.dimensions[0] ? lightSentence(t, h.dimensions[0]) : t('kit.none')}</span>
            <small>{t('lights.history.by', { n: h.ruleVersion, at: momentText(h.at) })}</small>
          </li>
        ))}
      </ol>
    </>
  );
}
