import { Descriptions, Input } from 'antd';
import { addressOf } from '../../../web/api.ts';
import type { Column, Filter } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { PersonPicker } from '../../../web/kit/PersonPicker.tsx';
import { rangeIn, rangeText, type TableState } from '../../../web/kit/table-state.ts';
import { identity } from '../../../web/session.ts';
import { hasMessage, type Text, useText } from '../../../web/text.ts';
import { type AuditEntry, identityContract } from '../contract.ts';
import { AuditChain } from './AuditChain.tsx';
import './identity.css';
import { momentText } from './moment.ts';

/** A word if there is one, else the code itself: rooms name their acts and subjects where they please. */
const named = (t: Text, prefix: string, code: string) => (hasMessage(`${prefix}.${code}`) ? t(`${prefix}.${code}`) : code);

const dayFilter: Filter = {
  kind: 'own',
  draw: (value, onChange) => <DayRange value={value} onChange={onChange} />,
  show: (value) => value.replace('..', ' — '),
};
function DayRange({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useText();
  const { from = '', to = '' } = rangeIn(value);
  return (
    <>
      <label className="filter-end">
        {t('audit.day.from')}
        <Input type="date" value={from} onChange={(e) => onChange(rangeText(e.target.value, to))} />
      </label>
      <label className="filter-end">
        {t('audit.day.to')}
        <Input type="date" value={to} onChange={(e) => onChange(rangeText(from, e.target.value))} />
      </label>
    </>
  );
}

/** Names of people chosen in the filter, for its words while it is on. */
const known = new Map<string, string>();
const personFilter: Filter = {
  kind: 'own',
  draw: (value, onChange) => <Who value={value} onChange={onChange} />,
  show: (value) => known.get(value) ?? value,
};
function Who({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useText();
  const load = async (q: string) => (await identity.people({ query: { q: q || undefined, size: 20 } })).items;
  const choose = (id: string | null, person: { name: string } | null) => {
    if (id && person) known.set(id, person.name);
    onChange(id ?? '');
  };
  const chosen = value ? { id: value, name: known.get(value) ?? value } : null;
  return (
    <PersonPicker
      aria-label={t('audit.person')}
      value={value || null}
      chosen={chosen}
      onChange={choose}
      load={load}
      placeholder={t('audit.person.any')}
    />
  );
}

const filterOf = ({ filters }: TableState) => {
  const { from, to } = rangeIn(filters['at']);
  return { actorId: filters['person'], action: filters['action'], subject: filters['subject'], from, to };
};

function columnsOf(t: Text): Column<AuditEntry>[] {
  return [
    { key: 'at', title: t('audit.at'), width: 170, render: (e) => momentText(e.at, true), filter: dayFilter },
    { key: 'person', title: t('audit.person'), width: 120, render: (e) => e.actorName, filter: personFilter },
    {
      key: 'action',
      title: t('audit.action'),
      width: 180,
      render: (e) => <span title={e.action}>{named(t, 'act', e.action)}</span>,
      filter: { kind: 'text' },
    },
    {
      key: 'subject',
      title: t('audit.subject'),
      width: 120,
      render: (e) => named(t, 'audit.subject', e.subject),
      filter: { kind: 'text' },
    },
    { key: 'before', title: t('audit.before'), width: 260, wideOnly: true, render: (e) => brief(e.before) },
    { key: 'after', title: t('audit.after'), width: 260, wideOnly: true, render: (e) => brief(e.after) },
  ];
}
const brief = (value: unknown) => (value === null || value === undefined ? '' : JSON.stringify(value));

/** The audit trace, for the audit administrator. */
export function AuditPage() {
  const t = useText();
  return (
    <>
      <PageHeader title={t('audit.title')} note={t('audit.note')}>
        <AuditChain />
      </PageHeader>
      <DataTable
        name="audit"
        label={t('audit.list')}
        columns={columnsOf(t)}
        load={(state) => identity.audit({ query: { page: state.page, size: state.size, ...filterOf(state) } })}
        rowKey={(e) => String(e.seq)}
        renderPanel={(e) => <Entry entry={e} />}
        panelTitle={(e) => named(t, 'act', e.action)}
        exportHref={(state) => addressOf(identityContract.exportAudit, { query: filterOf(state) })}
        empty={{ title: t('audit.empty') }}
      />
    </>
  );
}

function Entry({ entry: e }: { entry: AuditEntry }) {
  const t = useText();
  const items = [
    { key: 'at', label: t('audit.at'), children: momentText(e.at, true) },
    { key: 'person', label: t('audit.person'), children: e.actorName },
    { key: 'action', label: t('audit.action'), children: e.action },
    { key: 'subject', label: t('audit.subject'), children: named(t, 'audit.subject', e.subject) },
    { key: 'id', label: t('audit.subjectId'), children: e.subjectId },
    { key: 'request', label: t('audit.request'), children: e.requestId ?? t('audit.nothing') },
  ];
  const [before, after] = [parts(e.before), parts(e.after)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return (
    <div className="panel">
      <Descriptions size="small" column={1} items={items} />
      {names.length > 0 && (
        <table className="changes">
          <thead>
            <tr>
              <th scope="col">{t('audit.field')}</th>
              <th scope="col">{t('audit.before')}</th>
              <th scope="col">{t('audit.after')}</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{before.get(name) ?? ''}</td>
                <td>{after.get(name) ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function parts(value: unknown): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map(value === null || value === undefined ? [] : [['', String(value)]]);
  return new Map(Object.entries(value).map(([name, part]) => [name, typeof part === 'string' ? part : JSON.stringify(part)]));
}
