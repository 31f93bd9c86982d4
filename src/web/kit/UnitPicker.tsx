import { type QueryKey, useQuery } from '@tanstack/react-query';
import { TreeSelect } from 'antd';
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
  const tree = useMemo(() => unitTree(data), [data]);
  return (
    <TreeSelect
      {...rest}
      className="pick"
      value={value ?? undefined}
      treeData={tree}
      loading={isPending}
      allowClear
      popupMatchSelectWidth={320}
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeDefaultExpandedKeys={tree.map((n) => n.value)}
      placeholder={placeholder ?? t('kit.pick.unit')}
      notFoundContent={t('kit.pick.none')}
      onChange={(id: string | undefined) => onChange?.(id ?? null)}
    />
  );
}
