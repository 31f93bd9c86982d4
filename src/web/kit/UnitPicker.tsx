import { type QueryKey, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useMemo } from 'react';
import { useText } from '../text.ts';
import { type UnitOption, unitTree } from './unit-tree.ts';

type Props = {
  id?: string;
  value?: string | null;
  onChange?: (unitId: string | null) => void;
  /** Units the reader may choose from, in 建制序. */
  load: () => Promise<readonly UnitOption[]>;
  queryKey?: QueryKey;
  placeholder?: string;
  disabled?: boolean;
  'aria-label'?: string;
};

/** One unit from the tree, found by typing part of its name. */
export function UnitPicker({ value, onChange, load, queryKey = ['unit-options'], placeholder, ...rest }: Props) {
  const t = useText();
  const { data = [], isPending } = useQuery({ queryKey, queryFn: load, staleTime: 300_000 });
  const options = useMemo(() => unitTree(data).map((u) => ({ value: u.id, label: u.name, unit: u })), [data]);
  return (
    <Select
      {...rest}
      className="pick"
      // Until names are there an id would stand for one.
      value={isPending ? undefined : (value ?? undefined)}
      options={options}
      loading={isPending}
      allowClear
      popupMatchSelectWidth={320}
      showSearch={{ optionFilterProp: 'label' }}
      optionRender={({ data: { unit } }) => (
        <span title={unit.path} style={{ paddingInlineStart: unit.depth * 16 }}>
          {unit.name}
        </span>
      )}
      placeholder={placeholder ?? t('kit.pick.unit')}
      notFoundContent={isPending ? t('kit.loading') : t('kit.pick.none')}
      onChange={(id: string | undefined) => onChange?.(id ?? null)}
    />
  );
}
