import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

const restMs = 600;

/** The server's answer about what is on screen, asked when the hand has rested; null while there is nothing to ask. */
export function useChecked<Body, T>(name: string, body: Body | null, ask: (body: Body) => Promise<T>) {
  const now = body === null ? null : JSON.stringify(body);
  const [settled, setSettled] = useState(now);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(now), restMs);
    return () => clearTimeout(timer);
  }, [now]);
  const { data, error, isFetching } = useQuery({
    queryKey: ['grid-check', name, settled],
    queryFn: () => ask(JSON.parse(settled!) as Body),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  return { result: now === null ? null : (data ?? null), isBusy: now !== null && (settled !== now || isFetching), refusal: error };
}
