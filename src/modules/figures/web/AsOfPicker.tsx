import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../../web/api.ts';
import { useText } from '../../../web/text.ts';
import { figuresContract } from '../contract.ts';

const figures = api(figuresContract);
/** Closed months, newest first; the same list wherever one can be chosen. */
export const useClosings = () => useQuery({ queryKey: ['figure-closings'], queryFn: () => figures.closings({}) });

type Props = Readonly<{ value: string | undefined; onChange: (asOf: string | undefined) => void; label?: string; mayBeNow?: boolean }>;

/** As of now, of a closed month, or of a day. */
export function AsOfPicker({ value, onChange, label, mayBeNow = true }: Props) {
  const t = useText();
  const closings = useClosings();
  const [picking, setPicking] = useState(value?.length === 10);
  const months = (closings.data?.items ?? []).map(({ month }) => ({ value: month, label: t('figures.asOf.closing', { month }) }));
  const name = label ?? t('figures.asOf');
  return (
    <span className="as-of">
      <Select
        aria-label={name}
        prefix={name}
        value={picking ? 'day' : (value ?? 'now')}
        popupMatchSelectWidth={false}
        onChange={(choice) => {
          setPicking(choice === 'day');
          if (choice !== 'day') onChange(choice === 'now' ? undefined : choice);
        }}
        options={[
          ...(mayBeNow ? [{ value: 'now', label: t('figures.asOf.now') }] : []),
          { value: 'day', label: t('figures.asOf.day') },
          ...months,
        ]}
      />
      {picking && (
        <Input
          type="date"
          aria-label={t('figures.asOf.day')}
          value={value?.length === 10 ? value : ''}
          onChange={(e) => e.target.value && onChange(e.target.value)}
        />
      )}
    </span>
  );
}
