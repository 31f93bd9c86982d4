import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { UnitOption } from '../../../web/kit/unit-tree.ts';
import { identity, useMe } from '../../../web/session.ts';
import { type Language, useLanguage } from '../../../web/text.ts';
import type { Dictionary } from '../../reference/domain/dictionary.ts';
import { reference } from '../../reference/web/client.ts';

const rarely = 300_000;

export const loadUnits = async () => (await identity.units({})).items.filter((u) => u.isActive);
export const loadParks = async () => (await loadUnits()).filter((u) => u.kind === 'park');
export const loadPeople = async (q: string) => (await identity.people({ query: { q: q || undefined, size: 30 } })).items;

/** Units that the signed-in person may make responsible: all for the promotion bureau, else one's own and those below it. */
export function useAssignableUnits() {
  const { roles, person } = useMe();
  const isAdmin = roles.includes('promotion_admin');
  return async () => {
    const units = await loadUnits();
    return isAdmin ? units : below(units, person.unitId);
  };
}
function below<U extends UnitOption>(units: readonly U[], top: string): U[] {
  const own = new Set([top]);
  // The list comes from the top down, so a parent is always known before its children.
  for (const u of units) if (u.parentId && own.has(u.parentId)) own.add(u.id);
  return units.filter((u) => own.has(u.id));
}

const pageOfPeople = 200;
const mostPages = 10;
async function everyone() {
  const people = new Map<string, string>();
  for (let page = 1; page <= mostPages; page++) {
    const { items, total } = await identity.people({ query: { page, size: pageOfPeople, includeInactive: 'true' } });
    for (const p of items) people.set(p.id, p.name);
    if (page * pageOfPeople >= total) break;
  }
  return people;
}

/** Names of units and people by id, closed ones too, for values that are kept as ids. */
export function useNames(): ReadonlyMap<string, string> {
  const units = useQuery({ queryKey: ['unit-names'], queryFn: async () => (await identity.units({})).items, staleTime: rarely }).data;
  const people = useQuery({ queryKey: ['people-names'], queryFn: everyone, staleTime: rarely }).data;
  return useMemo(() => new Map([...(units ?? []).map((u) => [u.id, u.name] as const), ...(people ?? [])]), [units, people]);
}

/** The words of a dictionary, those in use first, for choosing; `of` gives the words of a code, retired or not. */
export function useWords(dictionary: Dictionary) {
  const language = useLanguage();
  const { data, isPending } = useQuery({ queryKey: ['dictionaries'], queryFn: () => reference.dictionaries({}), staleTime: rarely });
  const entries = data?.items.find((d) => d.dictionary === dictionary)?.entries ?? [];
  const named = (e: { nameZh: string; nameEn: string }, of: Language) => (of === 'zh' ? e.nameZh : e.nameEn);
  return {
    isPending,
    options: entries.filter((e) => e.isActive).map((e) => ({ value: e.code, label: named(e, language) })),
    of: (code: string) => {
      const entry = entries.find((e) => e.code === code);
      return entry ? named(entry, language) : code;
    },
  };
}
