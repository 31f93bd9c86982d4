import { useState } from 'react';

/** The columns this reader chose for a table, kept in this browser; null when none were chosen. */
export function useChosenColumns(name: string) {
  const storageKey = `zhuchao.columns.${name}`;
  const [chosen, setChosen] = useState<readonly string[] | null>(() => localStorage.getItem(storageKey)?.split(',') ?? null);
  const choose = (keys: readonly string[] | null) => {
    if (keys) localStorage.setItem(storageKey, keys.join(','));
    else localStorage.removeItem(storageKey);
    setChosen(keys);
  };
  return [chosen, choose] as const;
}
