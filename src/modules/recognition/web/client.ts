import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import { useLanguage } from '../../../web/text.ts';
import { recognitionContract } from '../contract.ts';
import { ledgerBasis } from '../domain/reconciliation.ts';

export const recognition = api(recognitionContract);

/** Every 口径, with the name the reader reads; `active` are those in use. */
export function useBases() {
  const language = useLanguage();
  const { data } = useQuery({ queryKey: ['recognition', 'bases'], queryFn: () => recognition.bases({}), staleTime: 300_000 });
  const items = (data?.items ?? []).map((b) => ({ ...b, name: language === 'zh' ? b.nameZh : b.nameEn }));
  const ledger = language === 'zh' ? '台账到位' : 'Ledger';
  return {
    items,
    active: items.filter((b) => b.isActive),
    nameOf: (code: string) => (code === ledgerBasis ? ledger : (items.find((b) => b.code === code)?.name ?? code)),
  };
}
