import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useText } from '../../../web/text.ts';
import { reference } from './client.ts';

type Props = {
  id?: string;
  value?: string | null;
  onChange?: (code: string | null) => void;
  /** Name of the chosen one, where it is known already. */
  chosenName?: string | null;
  disabled?: boolean;
  'aria-label'?: string;
};

/** An industry of GB/T 4754, found by code, name or initials. */
export function IndustryPicker({ value, onChange, chosenName, ...rest }: Props) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim() || value || '');
  const { data, isFetching } = useQuery({
    queryKey: ['industries', q],
    queryFn: () => reference.industries({ query: q ? { q } : {} }),
    staleTime: 300_000,
    placeholderData: keepPreviousData,
  });
  const found = data?.items ?? [];
  const shown = value && chosenName && !found.some((i) => i.code === value) ? [{ code: value, name: chosenName }, ...found] : found;
  return (
    <Select
      {...rest}
      className="pick"
      value={value || undefined}
      options={shown.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
      loading={isFetching}
      allowClear
      popupMatchSelectWidth={320}
      placeholder={t('reference.industry.find')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      notFoundContent={isFetching ? t('kit.loading') : t('kit.pick.none')}
      onChange={(code: string | undefined) => onChange?.(code ?? null)}
    />
  );
}
