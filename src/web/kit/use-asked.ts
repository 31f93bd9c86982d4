import { useSearchParams } from 'react-router';

/** What the address asks to be opened, such as the row that a reminder is about, and how to say that it was seen to. */
export function useAsked(name: string): [asked: string | null, seen: () => void] {
  const [search, setSearch] = useSearchParams();
  const seen = () => {
    if (search.has(name)) setSearch((all) => new URLSearchParams([...all].filter(([key]) => key !== name)), { replace: true });
  };
  return [search.get(name), seen];
}
