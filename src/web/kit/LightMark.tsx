import { useText } from '../text.ts';
import './light.css';

const shapes = { green: '●', yellow: '▲', red: '■', none: '○' } as const;
type Colour = keyof typeof shapes;

/** A light as shape, word and colour, so that print and every eye keep it. */
export function LightMark({ colour, isExempt = false }: { colour: Colour; isExempt?: boolean }) {
  const t = useText();
  return (
    <span className={`light light-${isExempt ? 'green' : colour}`}>
      <span aria-hidden="true">{shapes[isExempt ? 'green' : colour]}</span> {t(`lights.colour.${isExempt ? 'green' : colour}`)}
      {isExempt && <small>{t('lights.exempt.mark', { colour: t(`lights.colour.${colour}`) })}</small>}
    </span>
  );
}
