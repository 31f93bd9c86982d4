import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useText } from '../../../web/text.ts';
import { reference } from './client.ts';

type Props = { id?: string; value?: string | null; onChange?: (code: string | null) => void; disabled?: boolean };

/** A division in use, found by name, initials or code. */
export function DivisionPicker({ value, onChange, ...rest }: Props) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim() || value || '');
  const { data, isFetching } = useQuery({
    queryKey: ['divisions', q],
    queryFn: () => reference.divisions({ query: q ? { q } : {} }),
    staleTime: 300_000,
    placeholderData: keepPreviousData,
  });
  const found = (data?.items ?? []).filter((d) => d.isInUse);
  const options = found.map((d) => ({ value: d.code, label: `${d.code} ${[...d.path, d.name].join(' ')}` }));
  return (
    <Select
      {...rest}
      className="pick"
      value={value || undefined}
      options={value && !options.some((o) => o.value === value) ? [{ value, label: value }, ...options] : options}
      loading={isFetching}
      allowClear
      popupMatchSelectWidth={360}
      placeholder={t('reference.division.find')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      notFoundContent={isFetching ? t('kit.loading') : t('kit.pick.none')}
      onChange={(code: string | undefined) => onChange?.(code ?? null)}
    />
  );
}
