import { useState } from 'react';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { LightMark } from '../../../web/kit/LightMark.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import type { TableState } from '../../../web/kit/table-state.ts';
import { type Text, useText } from '../../../web/text.ts';
import { unitFilter } from '../../identity/web/unit-filter.tsx';
import { colours, lightPresets, presetKeys } from '../domain/rule.ts';
import { lights } from './client.ts';
import { lightSentence } from './LightReasons.tsx';

type Page = Awaited<ReturnType<typeof lights.compare>>;
type Row = Page['items'][number];

const load = ({ page, size, q, filters }: TableState) =>
  lights.compare({ query: { page, size, q: q || undefined, unit: filters['unit'] || undefined } });

/** 规则对比: the published rules side by side on the same projects, each with its sentence. */
export function ComparePage() {
  const t = useText();
  const [shown, setShown] = useState<Page | null>(null);
  return (
    <>
      <PageHeader
        title={t('lights.compare')}
        trail={[[t('lights.title'), '/lights']]}
        note={shown ? t('lights.compare.note', { month: shown.month }) : undefined}
      />
      {shown && (
        <dl className="light-counts">
          {shown.presets.map(({ key, title, counts }) => (
            <div key={key}>
              <dt>{title}</dt>
              {colours.toReversed().map((c) => (
                <dd key={c}>
                  <LightMark colour={c} /> {counts[c]}
                </dd>
              ))}
            </div>
          ))}
        </dl>
      )}
      <DataTable
        name="lights-compare"
        label={t('lights.compare')}
        columns={columnsOf(t)}
        search={t('lights.search')}
        load={load}
        onPage={setShown}
        rowKey={(r) => r.projectId}
        rowHref={(r) => `/projects/${r.projectId}?tab=lights`}
        empty={{ title: t('lights.empty') }}
        inline
      />
    </>
  );
}

const columnsOf = (t: Text): Column<Row, Page>[] => [
  { key: 'project', title: t('projects.name'), width: 240, render: (r) => r.projectName },
  { key: 'unit', title: t('projects.unit'), width: 130, filter: unitFilter, render: (r) => r.unitName },
  ...presetKeys.map((key) => ({
    key,
    title: lightPresets[key].title,
    width: 190,
    render: (r: Row) => {
      const { colour, dimensions } = r.lights[key];
      const why = dimensions[0] ? lightSentence(t, dimensions[0]) : t('lights.why.not_lit');
      return (
        <span className="light-why" title={why}>
          <LightMark colour={colour} /> <small>{why}</small>
        </span>
      );
    },
  })),
];
