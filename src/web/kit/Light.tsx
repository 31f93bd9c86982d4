import { Popover } from 'antd';
import { useText } from '../text.ts';

export const lights = ['green', 'yellow', 'red', 'none'] as const;
export type LightColour = (typeof lights)[number];
const shapes: Record<LightColour, string> = { green: '●', yellow: '▲', red: '■', none: '○' };

/** A light as shape, word and colour, so that print and photocopies keep it; the sentence that explains it is one hover, tap or key away. */
export function Light({ light, why }: { light: LightColour; why?: string }) {
  const t = useText();
  const word = t(`light.${light}`);
  const face = (
    <>
      <span aria-hidden>{shapes[light]}</span> {word}
    </>
  );
  if (!why) return <span className={`light light-${light}`}>{face}</span>;
  return (
    <Popover content={<div className="light-why">{why}</div>} trigger={['hover', 'click', 'focus']}>
      <button type="button" className={`light light-${light}`}>
        {face}
        <span className="unseen">{t('kit.light.why')}</span>
      </button>
    </Popover>
  );
}
