import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select, Space } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useText } from '../../../web/text.ts';
import { enterprises } from './client.ts';
import { EnterpriseDialog } from './EnterpriseDialog.tsx';

type Picked = Readonly<{ id: string; name: string; uscc?: string | null }>;
type Props = {
  id?: string;
  value?: string | null;
  onChange?: (id: string | null, picked: Picked | null) => void;
  chosen?: Picked | null;
  /** What a new one begins with. */
  begin?: { name?: string; uscc?: string | null };
};

/** One enterprise of the register, found by name, former name, initials or code; one that is not there is entered here. */
export function EnterprisePicker({ value, onChange, chosen, begin, ...rest }: Props) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [made, setMade] = useState<Picked | null>(null);
  const [isOpen, setOpen] = useState(false);
  const q = useDeferredValue(typed.trim());
  const { data, isFetching } = useQuery({
    queryKey: ['enterprise-options', q],
    queryFn: () => enterprises.list({ query: { size: 20, merged: 'false', ...(q && { q }) } }),
    placeholderData: keepPreviousData,
  });
  const found: readonly Picked[] = data?.items ?? [];
  const known = [chosen, made].filter((e): e is Picked => e !== null && e !== undefined && !found.some((f) => f.id === e.id));
  const options = [...known, ...found];
  const begins = { ...begin, ...(typed.trim() && { name: typed.trim() }) };
  return (
    <>
      <Space.Compact block>
        <Select
          {...rest}
          className="pick"
          value={value ?? undefined}
          options={options.map((e) => ({ value: e.id, label: e.uscc ? `${e.name} · ${e.uscc}` : e.name }))}
          loading={isFetching}
          allowClear
          placeholder={t('enterprises.pick')}
          showSearch={{ filterOption: false, onSearch: setTyped }}
          notFoundContent={isFetching ? t('kit.loading') : t('kit.pick.none')}
          onChange={(id?: string) => onChange?.(id ?? null, options.find((e) => e.id === id) ?? null)}
        />
        <Button onClick={() => setOpen(true)}>{t('enterprises.pick.new')}</Button>
      </Space.Compact>
      {isOpen && (
        <EnterpriseDialog
          begin={begins}
          onClose={() => setOpen(false)}
          onSaved={(id, name) => {
            setMade({ id, name });
            onChange?.(id, { id, name });
          }}
        />
      )}
    </>
  );
}
