import { keepPreviousData, type QueryKey, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useText } from '../text.ts';

type PersonOption = Readonly<{ id: string; name: string; unitName?: string }>;

type Props = {
  id?: string;
  value?: string | null;
  onChange?: (personId: string | null, person: PersonOption | null) => void;
  /** People matching a name or its pinyin initials; everyone likely for an empty text. */
  load: (q: string) => Promise<readonly PersonOption[]>;
  queryKey?: QueryKey;
  /** Who is chosen already, so that the name can be shown before anything is searched. */
  chosen?: PersonOption | null;
  placeholder?: string;
  disabled?: boolean;
  'aria-label'?: string;
};

/** One person, found by name or pinyin initials; the unit tells namesakes apart. */
export function PersonPicker({ value, onChange, load, queryKey = ['person-options'], chosen, placeholder, ...rest }: Props) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const { data = [], isFetching } = useQuery({
    queryKey: [...queryKey, q],
    queryFn: () => load(q),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const people = chosen && q === '' && !data.some((p) => p.id === chosen.id) ? [chosen, ...data] : data;
  const options = people.map((p) => ({
    value: p.id,
    label: p.unitName ? t('kit.pick.personOf', { name: p.name, unit: p.unitName }) : p.name,
  }));
  return (
    <Select
      {...rest}
      className="pick"
      value={value ?? undefined}
      options={options}
      loading={isFetching}
      allowClear
      placeholder={placeholder ?? t('kit.pick.person')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      notFoundContent={isFetching ? t('kit.loading') : t('kit.pick.none')}
      onChange={(id: string | undefined) => onChange?.(id ?? null, people.find((p) => p.id === id) ?? null)}
    />
  );
}
