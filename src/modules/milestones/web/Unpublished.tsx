import { useText } from '../../../web/text.ts';

/** What is counted in years whose holidays are not known yet knows only weekends. */
export function Unpublished({ years }: { years: readonly number[] }) {
  const t = useText();
  if (years.length === 0) return null;
  return <p className="hint">{t('milestones.unpublished', { years: years.join(t('milestones.and')) })}</p>;
}
