import { useEffect, useState } from 'react';

/** What a value has come to when it has not changed for a while (ms): for what is asked while somebody still writes. */
export function useSettled<T>(value: T, wait = 600): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const soon = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(soon);
  }, [value, wait]);
  return settled;
}
