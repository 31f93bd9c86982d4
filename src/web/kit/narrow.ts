import { useSyncExternalStore } from 'react';

const query = globalThis.matchMedia?.('(max-width: 719px)');
const subscribe = (listener: () => void) => {
  query?.addEventListener('change', listener);
  return () => query?.removeEventListener('change', listener);
};

/** Is the page on a phone? Tables become lists and the menu a drawer. */
export const useNarrow = () => useSyncExternalStore(subscribe, () => query?.matches ?? false);
