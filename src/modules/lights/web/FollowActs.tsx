import { useText } from '../../../web/text.ts';
import { lightActs, type LitProject } from './light-acts.ts';
import './lights.css';
import { TalkAct } from './TalkDialog.tsx';

/** What can be done about a yellow or red light, and what the rules ask for that is not done yet. */
export function FollowActs({ lit }: { lit: LitProject }) {
  const t = useText();
  return (
    <span className="light-acts">
      {lit.asks && <b className="light-asked">{t(`lights.asks.${lit.asks}`)}</b>}
      <TalkAct lit={lit} />
      {lightActs().map((Act, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- acts are added once and keep their order
        <Act key={i} lit={lit} />
      ))}
    </span>
  );
}
