import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { type ProjectClass, projectClasses } from '../domain/node.ts';
import type { PlanTemplate } from '../domain/template.ts';
import { milestones } from './client.ts';
import './milestones.css';
import { ShutdownsEditor } from './ShutdownsEditor.tsx';
import { TemplateEditor } from './TemplateEditor.tsx';

/** 节点模板: the usual nodes of each class of projects and when work outdoors stands still, every version, and the next one. */
export function TemplatesPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const of = projectClasses.find((c) => c === search.get('class')) ?? 'industrial_new';
  const [draft, setDraft] = useState<{ of: ProjectClass; from: number; body: PlanTemplate } | null>(null);
  const query = useQuery({ queryKey: ['milestones', 'templates'], queryFn: () => milestones.templates({}) });
  const choose = (value: ProjectClass) => {
    setSearch({ class: value }, { replace: true });
    setDraft(null);
  };
  return (
    <>
      <PageHeader title={t('milestones.templates')} note={t('milestones.templates.note')}>
        <Select<ProjectClass>
          aria-label={t('milestones.class')}
          style={{ width: 160 }}
          value={of}
          onChange={choose}
          options={projectClasses.map((value) => ({ value, label: t(`milestones.class.${value}`) }))}
        />
      </PageHeader>
      <Loaded query={query}>
        {({ items, shutdowns, can }) => {
          const versions = items.find((i) => i.class === of)?.versions ?? [];
          const shown = draft?.of === of ? draft.body : versions[0]?.body;
          return (
            <>
              <Sheet
                label={t('milestones.templates.versions')}
                rowKey={(v) => v.id}
                items={versions}
                columns={[
                  { key: 'title', title: t('milestones.template.title'), width: 200, render: (v) => v.body.title },
                  { key: 'version', title: t('milestones.template.version'), width: 80, numeric: true, render: (v) => v.version },
                  { key: 'nodes', title: t('milestones.template.nodes'), width: 90, numeric: true, render: (v) => v.body.nodes.length },
                  { key: 'from', title: t('milestones.template.from'), width: 120, render: (v) => v.effectiveFrom },
                  { key: 'at', title: t('milestones.template.at'), width: 150, render: (v) => momentText(v.publishedAt) },
                  {
                    key: 'copy',
                    title: t('milestones.acts'),
                    width: 150,
                    render: (v) =>
                      can.publish && (
                        <Button size="small" onClick={() => setDraft({ of, from: v.version, body: v.body })}>
                          {t('milestones.template.copy')}
                        </Button>
                      ),
                  },
                ]}
              />
              {shown && (
                <TemplateEditor
                  key={`${of} ${draft?.from ?? 0}`}
                  of={of}
                  body={shown}
                  isDraft={draft?.of === of}
                  onClose={() => setDraft(null)}
                />
              )}
              <ShutdownsEditor versions={shutdowns} mayPublish={can.publish} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}
