import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportView } from '../domain/import-view.ts';
import type { ImportSetup } from '../domain/setup.ts';
import { imports } from './client.ts';

/** What the person has chosen and not yet sent; kept in this browser so that a reload loses nothing. */
type Kept = Readonly<{
  sheet: string | null;
  headerRows: readonly number[] | null;
  /** As if this header had never been imported before. */
  isFresh: boolean;
  setup: ImportSetup | null;
}>;
const nothing: Kept = { sheet: null, headerRows: null, isFresh: false, setup: null };

const storageKey = (id: string) => `zhuchao.import.${id}`;
const read = (id: string): Kept => {
  const text = localStorage.getItem(storageKey(id));
  return text === null ? nothing : { ...nothing, ...(JSON.parse(text) as Partial<Kept>) };
};
/** Has the person begun to match columns, and not sent it yet? */
export const hasDraft = (id: string) => read(id).setup !== null;

/** How the file is to be read: the sheet with its header and samples, the setup as it stands, and how it is changed. */
export function useReading(batch: ImportView, isAsked: boolean) {
  const [kept, setKept] = useState(() => read(batch.id));
  const keep = (next: Kept) => {
    if (next === nothing) localStorage.removeItem(storageKey(batch.id));
    else localStorage.setItem(storageKey(batch.id), JSON.stringify(next));
    setKept(next);
  };
  const sent = sentSetup(batch, kept);
  const asked = askedSheet(kept, sent);
  const query = useSheet(batch, asked, isAsked);
  const sheet = asked.sheet ?? query.data?.sheet ?? null;
  return {
    query,
    setup: kept.setup ?? sent ?? query.data?.setup ?? null,
    sheet,
    isRemembered: query.data?.isRemembered === true && !sent,
    chooseSheet: (name: string) => keep({ ...nothing, sheet: name }),
    chooseHeader: (rows: readonly number[]) => keep({ ...kept, sheet, headerRows: rows, setup: null }),
    forgetMemory: () => keep({ ...kept, isFresh: true, setup: null }),
    change: (next: ImportSetup) => keep({ ...kept, setup: next }),
    /** The server has it now. */
    settled: () => keep(nothing),
  };
}
export type Reading = ReturnType<typeof useReading>;

const askedSheet = (kept: Kept, sent: ImportSetup | null): Asked => ({
  sheet: kept.sheet ?? sent?.sheet,
  headerRows: kept.headerRows ?? sent?.headerRows,
  isFresh: kept.isFresh,
});

type Asked = { sheet: string | undefined; headerRows: readonly number[] | undefined; isFresh: boolean };
function useSheet(batch: ImportView, { sheet, headerRows, isFresh }: Asked, isAsked: boolean) {
  const rows = headerRows?.join(',');
  const query = {
    ...(sheet !== undefined && { sheet }),
    ...(rows && { headerRows: rows }),
    remembered: isFresh ? ('no' as const) : ('yes' as const),
  };
  return useQuery({
    queryKey: ['import-sheet', batch.id, query],
    queryFn: () => imports.sheet({ params: { id: batch.id }, query }),
    staleTime: 60_000,
    enabled: isAsked && batch.can.work,
  });
}

/** The setup that the server holds, unless the person has since chosen another sheet or header. */
function sentSetup({ setup }: ImportView, kept: Kept): ImportSetup | null {
  const isSame = kept.headerRows === null && !kept.isFresh && (kept.sheet === null || kept.sheet === setup?.sheet);
  return isSame ? setup : null;
}
