import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { useToday } from '../../projects/web/use-today.ts';
import { isOfState, type ReminderKind, reminderKinds } from '../domain/due.ts';
import type { KindRule } from '../domain/rule.ts';
import { reminders, rulesKey, rulesQuery } from './client.ts';
import './reminders.css';

type Found = Awaited<ReturnType<typeof reminders.rules>>;
type Kinds = Found['current']['rules']['kinds'];

/** 提醒规则: how early and how often each kind is told, of the district and, never less, of one unit. */
export function RulesPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const unit = search.get('unit');
  return (
    <>
      <PageHeader title={t('reminders.rules')} trail={[[t('reminders.title'), '/reminders']]} note={t('reminders.rules.note')} />
      <Loaded query={useQuery(rulesQuery(unit))}>
        {(found) => (
          <>
            <p className="hint">
              {found.lastRun ? t('reminders.lastRun', { ...found.lastRun, at: momentText(found.lastRun.at) }) : t('reminders.neverRan')}
            </p>
            {found.units.length > 0 && (
              <p>
                <Select
                  aria-label={t('reminders.rules.for')}
                  className="reminder-unit"
                  value={unit ?? ''}
                  showSearch={{ optionFilterProp: 'label' }}
                  options={[
                    { value: '', label: t('reminders.rules.district') },
                    ...found.units.map((u) => ({ value: u.id, label: u.name })),
                  ]}
                  onChange={(id: string) => setSearch(id ? { unit: id } : {}, { replace: true })}
                />
              </p>
            )}
            <Body key={`${String(unit)} ${found.current.version} ${String(found.unit?.versions.length)}`} t={t} found={found} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Body({ t, found }: { t: Text; found: Found }) {
  const today = useToday();
  const { unit, current } = found;
  const [kinds, setKinds] = useState<Kinds>(unit?.kinds ?? current.rules.kinds);
  const [digestOver, setDigestOver] = useState(current.rules.digestOver);
  const [effectiveFrom, setEffectiveFrom] = useState(today);
  const act = useCommand({
    run: () =>
      unit
        ? reminders.floor({ params: { unitId: unit.id }, body: { kinds: withoutCalendars(kinds), effectiveFrom } })
        : reminders.publish({ body: { rules: { kinds, digestOver }, effectiveFrom } }),
    done: ({ version }) => t('reminders.rules.published', { n: version }),
    refusals: 'alert',
    stale: [rulesKey],
  });
  const mayEdit = unit ? true : found.can.publish;
  const set = (kind: ReminderKind, part: Partial<KindRule>) => setKinds({ ...kinds, [kind]: { ...kinds[kind], ...part } });
  return (
    <>
      <RefusalAlert refusal={act.refusal} />
      <Table t={t} kinds={kinds} least={unit ? current.rules.kinds : null} set={mayEdit ? set : null} />
      {!unit && (
        <p>
          <label>
            {t('reminders.digestOver')}{' '}
            <InputNumber min={1} max={50} disabled={!mayEdit} value={digestOver} onChange={(n) => setDigestOver(n ?? 1)} />
          </label>
        </p>
      )}
      {mayEdit && (
        <div className="reminder-tools">
          <label>
            {t('reminders.rules.from')}{' '}
            <Input type="date" min={today} value={effectiveFrom} onChange={(e) => setEffectiveFrom(e.target.value)} />
          </label>
          <Button type="primary" loading={act.busy} onClick={() => act.run(undefined)}>
            {t('reminders.rules.publish')}
          </Button>
        </div>
      )}
      <h2>{t('reminders.rules.versions')}</h2>
      <ul>
        {(unit?.versions ?? found.versions).map((v) => (
          <li key={v.version}>
            {t('reminders.rules.version', { n: v.version, from: v.effectiveFrom })} <small>{momentText(v.publishedAt)}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

const withoutCalendars = (kinds: Kinds) =>
  Object.fromEntries(
    reminderKinds.map((kind) => {
      const { soonDays, everyDays, aboveAfter, isSent } = kinds[kind];
      return [kind, { soonDays, everyDays, aboveAfter, isSent }];
    }),
  );

type TableProps = { t: Text; kinds: Kinds; least: Kinds | null; set: ((kind: ReminderKind, part: Partial<KindRule>) => void) | null };
/** One row a kind. Of a unit no number may be milder than the district's. */
function Table({ t, kinds, least, set }: TableProps) {
  const label = (what: string, kind: ReminderKind) => t(`reminders.${what}.of`, { kind: t(`reminders.kind.${kind}`) });
  const number = (kind: ReminderKind, what: 'soonDays' | 'everyDays' | 'aboveAfter', [min, max]: [number, number]) => {
    // A state is told from its day on: there is no ahead, and the room of lights says who else is told.
    if (isOfState(kind) && what !== 'everyDays') return t('kit.none');
    return set ? (
      <InputNumber
        aria-label={label(what, kind)}
        min={min}
        max={max}
        value={kinds[kind][what]}
        onChange={(n) => set(kind, { [what]: n ?? min })}
      />
    ) : (
      kinds[kind][what]
    );
  };
  return (
    <Sheet
      label={t('reminders.rules')}
      items={reminderKinds}
      rowKey={(kind) => kind}
      columns={[
        { key: 'kind', title: t('reminders.kind'), width: 150, render: (kind) => t(`reminders.kind.${kind}`) },
        {
          key: 'calendar',
          title: t('reminders.calendar'),
          width: 140,
          render: (kind) =>
            set && !least ? (
              <Select
                aria-label={label('calendar', kind)}
                value={kinds[kind].calendar}
                options={(['working', 'civil'] as const).map((value) => ({ value, label: t(`reminders.days.${value}`) }))}
                onChange={(calendar) => set(kind, { calendar })}
              />
            ) : (
              t(`reminders.days.${kinds[kind].calendar}`)
            ),
        },
        {
          key: 'soonDays',
          title: t('reminders.soonDays'),
          width: 130,
          numeric: true,
          render: (kind) => number(kind, 'soonDays', [least?.[kind].soonDays ?? 0, 30]),
        },
        {
          key: 'everyDays',
          title: t('reminders.everyDays'),
          width: 130,
          numeric: true,
          render: (kind) => number(kind, 'everyDays', [1, least?.[kind].everyDays ?? 60]),
        },
        {
          key: 'aboveAfter',
          title: t('reminders.aboveAfter'),
          width: 160,
          numeric: true,
          render: (kind) => number(kind, 'aboveAfter', [0, least?.[kind].aboveAfter ?? 60]),
        },
        {
          key: 'isSent',
          title: t('reminders.isSent'),
          width: 140,
          render: (kind) => (
            <Checkbox
              aria-label={label('isSent', kind)}
              checked={kinds[kind].isSent}
              disabled={!set || least?.[kind].isSent === true}
              onChange={(e) => set?.(kind, { isSent: e.target.checked })}
            />
          ),
        },
      ]}
    />
  );
}
