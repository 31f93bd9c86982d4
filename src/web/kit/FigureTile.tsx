import { InfoCircleOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useText } from '../text.ts';

type Props = {
  label: string;
  /** The number as text, already rounded by its figure: '48.33'. */
  value: string;
  /** '亿元', '个', '%' */
  unit?: string;
  /** What a rate is made of, as text: '15.82 / 48.33'. Shown on hover and read out. */
  ratio?: string;
  /** '10 月底': shown as 截至 10 月底. */
  asOf?: string;
  /** A line of comparison below, such as 同比. */
  note?: ReactNode;
  /** Opens the definition card (口径卡). */
  onCard: () => void;
} & ({ /** Address of the rows behind the number. */ href: string } | { onOpen: () => void });

/** One number, one look: it opens its rows, its ⓘ opens its definition. A figure that cannot be opened is a defect. */
export function FigureTile(props: Props) {
  const { label, value, unit, ratio, asOf, note, onCard } = props;
  const t = useText();
  const body = (
    <>
      <span className="figure-label">{label}</span>
      <strong>
        {value}
        {unit && <small>{unit}</small>}
      </strong>
      {asOf && <span className="figure-line">{t('kit.figure.asOf', { asOf })}</span>}
      {note && <span className="figure-line">{note}</span>}
      <span className="unseen">
        {ratio} {t('kit.figure.open')}
      </span>
    </>
  );
  const main = { className: 'figure-main', children: body };
  return (
    <div className="figure">
      <Tooltip title={ratio}>
        {'href' in props ? <Link to={props.href} {...main} /> : <button type="button" onClick={props.onOpen} {...main} />}
      </Tooltip>
      <Button
        type="text"
        size="small"
        className="figure-card"
        icon={<InfoCircleOutlined />}
        aria-label={t('kit.figure.card', { label })}
        onClick={onCard}
      />
    </div>
  );
}
