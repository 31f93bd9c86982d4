import { Tabs } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { NotFound } from '../../../web/PageError.tsx';
import { useText } from '../../../web/text.ts';
import { DictionariesPart } from './DictionariesPart.tsx';
import { DivisionsPart } from './DivisionsPart.tsx';
import { IndustriesPart } from './IndustriesPart.tsx';
import './reference.css';

const parts = { dictionaries: DictionariesPart, industries: IndustriesPart, divisions: DivisionsPart } as const;
type Part = keyof typeof parts;
const isPart = (name: string): name is Part => name in parts;

/** What every record refers to: words of the district's own, the national industries, the divisions with their history. */
export function ReferencePage() {
  const t = useText();
  const navigate = useNavigate();
  const { part = 'dictionaries' } = useParams();
  if (!isPart(part)) return <NotFound />;
  const Shown = parts[part];
  return (
    <>
      <PageHeader title={t('reference.title')} />
      <Tabs
        activeKey={part}
        onChange={(key) => void navigate(`/reference/${key}`)}
        items={Object.keys(parts).map((key) => ({ key, label: t(`reference.part.${key}`) }))}
      />
      <Shown />
    </>
  );
}
