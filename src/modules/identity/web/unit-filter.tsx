import { useQuery } from '@tanstack/react-query';
import type { Filter } from '../../../web/kit/column.ts';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { identity } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';

/** Every unit in use, for pickers. */
export const loadUnits = async () => (await identity.units({})).items.filter((u) => u.isActive);

/** A filter that takes a unit and everything below it. */
export const unitFilter: Filter = {
  kind: 'own',
  draw: (value, onChange) => <UnitOf value={value} onChange={onChange} />,
  show: (value) => known.get(value) ?? value,
};

/** Names of units seen in the picker, for the words of a filter that is on. */
const known = new Map<string, string>();

function UnitOf({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useText();
  const { data = [] } = useQuery({ queryKey: ['unit-options'], queryFn: loadUnits, staleTime: 300_000 });
  for (const u of data) known.set(u.id, u.name);
  return <UnitPicker aria-label={t('people.unit')} value={value || null} onChange={(id) => onChange(id ?? '')} load={loadUnits} />;
}
